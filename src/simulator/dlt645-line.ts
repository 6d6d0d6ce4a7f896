import type { Device, Exchange, RawValue } from './device';
import { splitDlt645 } from './dlt645-frame';
import { Dlt645Meter, type Dlt645MeterOptions } from './dlt645-meter';
import type { Random } from './random';

export interface Dlt645LineOptions {
  /** What the modem sends when it has dialled in, and as heartbeat; nothing unless given. */
  readonly registration?: string;
  /** The data identifiers that pushes carry, one after another. */
  readonly pushes?: readonly string[];
}

/** Combined energy, voltage of phase A, active power. */
const PUSHES = ['00000000', '02010100', '02030000'];

/** One DL/T 645 meter with a modem of its own, or several behind one modem (RS-485). */
export class Dlt645Line implements Device {
  readonly #meters: readonly Dlt645Meter[];
  readonly #registration: Uint8Array | undefined;
  readonly #pushes: readonly string[];
  #input: Uint8Array = new Uint8Array();
  #pushed = 0;

  constructor(meters: readonly Dlt645MeterOptions[], options: Dlt645LineOptions) {
    if (meters.length === 0) throw new RangeError('a modem needs a meter behind it');
    this.#meters = meters.map((meter) => new Dlt645Meter(meter));
    this.#registration =
      options.registration === undefined ? undefined : Buffer.from(options.registration, 'utf8');
    this.#pushes = options.pushes ?? PUSHES;
  }

  get id(): string {
    return this.#meters.map(({ address }) => address).join('+');
  }

  connected(): void {
    this.#input = new Uint8Array();
  }

  greeting(): Uint8Array | undefined {
    return this.#registration;
  }

  receive(octets: Uint8Array): readonly Exchange[] {
    const { frames, rest } = splitDlt645(Buffer.concat([this.#input, octets]));
    this.#input = rest;
    return frames.map((frame) => {
      const answers = this.#meters.flatMap((meter) => meter.answer(frame) ?? []);
      return {
        request: frame.octets,
        answer: answers.length === 0 ? undefined : Buffer.concat(answers),
      };
    });
  }

  /** The meters take turns, each through all its pushed registers. */
  push(): Uint8Array | undefined {
    const turn = this.#pushed++;
    const meter = this.#meters[Math.floor(turn / this.#pushes.length) % this.#meters.length];
    return meter?.reading(this.#pushes[turn % this.#pushes.length] ?? '');
  }

  setValue(name: string, value: RawValue, address?: string): void {
    const meters = this.#meters.filter(
      (meter) => address === undefined || meter.address === address,
    );
    if (meters.length === 0) throw new RangeError(`no meter ${address} is behind this modem`);
    for (const meter of meters) meter.setValue(name, value);
  }

  move(random: Random): void {
    for (const meter of this.#meters) meter.move(random);
  }
}
