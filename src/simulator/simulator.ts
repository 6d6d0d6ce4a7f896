import type { Device } from './device';
import { type DlmsMeterOptions, dlmsMeter } from './dlms-meter';
import { Dlt645Line, type Dlt645LineOptions } from './dlt645-line';
import type { Dlt645MeterOptions } from './dlt645-meter';
import { type Em114070Options, em114070 } from './em114070';
import type { LineOptions } from './line-options';
import type { MeterEvent } from './meter-event';
import { randomInteger, seededRandom } from './random';
import { SimulatedMeter } from './simulated-meter';

export interface SimulatorOptions {
  /** The gateway's address; 127.0.0.1 unless given. */
  readonly host?: string;
  /** The gateway's port for meters; 8899 unless given. */
  readonly port?: number;
  /** The same seed gives the same jitter, noise and moving values; 1 unless given. */
  readonly seed?: number;
  /** The first dial-ins are spread over so many milliseconds. */
  readonly spread?: number;
  /** How many events each meter remembers; 200 unless given. */
  readonly history?: number;
  /** Is told of everything that happens on every line. */
  readonly log?: (event: MeterEvent) => void;
}

/**
 * Plays meters that dial in to a gateway, any number in one process. Their octets come from tables of their
 * own, not from the library's codecs: a mistake there must not be repeated in its test.
 */
export class Simulator {
  readonly #options: SimulatorOptions;
  readonly #meters: SimulatedMeter[] = [];
  #started = false;

  constructor(options: SimulatorOptions = {}) {
    this.#options = options;
  }

  get meters(): readonly SimulatedMeter[] {
    return this.#meters;
  }

  /** @throws RangeError where the address is not 12 digits. */
  addEm114070(options: Em114070Options & LineOptions = {}): SimulatedMeter {
    return this.#add(em114070(options), options);
  }

  /**
   * A three-phase DLMS meter that tells its scales and units; a ciphered one where it is given keys.
   * @throws RangeError where the address is not 12 digits, or a key is not 32 hex digits.
   */
  addDlmsMeter(options: DlmsMeterOptions & LineOptions = {}): SimulatedMeter {
    return this.#add(dlmsMeter(options), options);
  }

  /**
   * A DL/T 645-2007 meter. Without a registration text it is silent until it is asked.
   * @throws RangeError where the address is not 12 digits.
   */
  addDlt645Meter(
    options: Dlt645MeterOptions & Dlt645LineOptions & LineOptions = {},
  ): SimulatedMeter {
    return this.addDlt645Modem([options], options);
  }

  /**
   * Several DL/T 645-2007 meters behind one modem. All of them answer a read address to AA.
   * @throws RangeError where an address is not 12 digits, or there is no meter.
   */
  addDlt645Modem(
    meters: readonly Dlt645MeterOptions[],
    options: Dlt645LineOptions & LineOptions = {},
  ): SimulatedMeter {
    return this.#add(new Dlt645Line(meters, options), options);
  }

  /** All meters dial in; one that is added later does so at once. */
  start(): void {
    this.#started = true;
    const { seed = 1, spread = 0 } = this.#options;
    const random = seededRandom(seed);
    for (const meter of this.#meters) meter.dial(randomInteger(random, 0, spread));
  }

  /** Ends every connection; nothing is left that would keep the process alive. */
  async close(): Promise<void> {
    this.#started = false;
    await Promise.all(this.#meters.map((meter) => meter.close()));
  }

  #add(device: Device, options: LineOptions): SimulatedMeter {
    const { host = '127.0.0.1', port = 8899, seed = 1, history = 200 } = this.#options;
    const { log = () => {} } = this.#options;
    const random = seededRandom(seed + this.#meters.length + 1);
    const meter = new SimulatedMeter(device, options, { host, port, random, history, log });
    this.#meters.push(meter);
    if (this.#started) meter.dial();
    return meter;
  }
}
