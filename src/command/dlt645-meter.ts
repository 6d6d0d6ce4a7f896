import {
  Dlt645Client,
  type Dlt645RequestOptions,
  type Dlt645Steps,
  standardOfMeter,
} from '../client';
import type { DecodedFrame, Standard } from '../dlt645';
import { Failure, type Link, type Meter, type Permit, type Priority } from '../link';
import { DLT645_REGISTERS, dlt645Readings, type Reading } from '../telemetry';
import type { CommandHost } from './host';

/** A DL/T 645 meter as commands speak to it. */
export class Dlt645Meter {
  readonly meter: Meter;
  readonly standard: Standard;
  readonly #client: Dlt645Client;
  readonly #timeout: number;

  private constructor(meter: Meter, link: Link, standard: Standard, timeout: number) {
    this.meter = meter;
    this.standard = standard;
    this.#client = new Dlt645Client(link, meter.address, standard);
    this.#timeout = timeout;
  }

  /** @throws Failure where it is not there, or does not say which edition it speaks. */
  static async reach(meter: Meter, timeout: number, priority: Priority): Promise<Dlt645Meter> {
    const { link, address, memory } = meter;
    if (!link) throw notConnected();
    const standard = await standardOfMeter(link, address, memory, { priority, timeout });
    return new Dlt645Meter(meter, link, standard, timeout);
  }

  /** @throws Failure where the meter refuses or its answer cannot be read. */
  async read(di: string, priority: Priority = 'command'): Promise<DecodedFrame> {
    return accepted(await this.#client.read(di, this.#options(priority)));
  }

  transact<Result>(
    priority: Priority,
    permit: Permit | undefined,
    work: (steps: Dlt645Steps) => Promise<Result>,
  ): Promise<Result> {
    return this.#client.transact({ ...this.#options(priority), permit }, work);
  }

  /** The readings in an answer, as they are published. */
  readings(frame: DecodedFrame, host: CommandHost): readonly Reading[] {
    const { id: meterId } = this.meter;
    const { currency } = host;
    const timezone = host.timezoneOf(meterId);
    const context = { ts: Date.now(), meterId, via: 'command', timezone, currency } as const;
    return host.primary(dlt645Readings(frame, context, DLT645_REGISTERS[this.standard]));
  }

  #options(priority: Priority): Dlt645RequestOptions {
    return { priority, timeout: this.#timeout, retries: 0 };
  }
}

export function notConnected(): Failure {
  return new Failure('meter-not-connected', 'Meter not connected');
}

/** A refusal of the meter becomes a failure, in the words of the standard. */
export function accepted(frame: DecodedFrame): DecodedFrame {
  if (frame.error) {
    const words = frame.errorBits?.join(', ') || 'an error';
    throw new Failure('meter-refused', `the meter answered ${words}`);
  }
  if (frame.fault)
    throw new Failure('meter-refused', `the answer is faulty: ${frame.fault.message}`);
  return frame;
}
