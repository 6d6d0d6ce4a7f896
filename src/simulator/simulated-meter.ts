import { connect, type Socket } from 'node:net';
import { fromHex, toHex } from '../octets/hex';
import type { Device, RawValue } from './device';
import type { LineOptions, Silence } from './line-options';
import { type MeterCounters, type MeterEvent, type MeterEventKind, noEvents } from './meter-event';
import { PacedWriter } from './paced-writer';
import { type Random, randomInteger } from './random';

export interface DialIn {
  readonly host: string;
  readonly port: number;
  readonly random: Random;
  readonly log: (event: MeterEvent) => void;
  /** How many events a meter remembers; older ones are only counted. */
  readonly history: number;
}

const HEARTBEAT = 30_000;
const REDIAL = 5_000;
const JITTER = 1_000;

/** A meter that dials in, again and again, until it is closed. */
export class SimulatedMeter {
  readonly #device: Device;
  readonly #options: LineOptions;
  readonly #dialIn: DialIn;
  readonly #writer: PacedWriter;
  readonly #noise: number | Uint8Array;
  readonly #counters = noEvents();
  readonly #events: MeterEvent[] = [];
  #silence: Silence;
  #socket: Socket | undefined;
  #dialTimer: NodeJS.Timeout | undefined;
  #connectionTimers: NodeJS.Timeout[] = [];
  #due = 0;
  #wasConnected = false;
  #answersHere = 0;
  #closing = false;

  constructor(device: Device, options: LineOptions, dialIn: DialIn) {
    this.#device = device;
    this.#options = options;
    this.#dialIn = dialIn;
    this.#silence = options.silent ?? false;
    const { noise = 0 } = options;
    this.#noise = typeof noise === 'string' ? fromHex(noise) : noise;
    this.#writer = new PacedWriter((octets) => this.#socket?.write(octets), options);
  }

  /** The address; of several meters behind a modem all of them, joined by `+`. */
  get id(): string {
    return this.#device.id;
  }

  get connected(): boolean {
    return this.#socket?.readyState === 'open';
  }

  get counters(): Readonly<MeterCounters> {
    return this.#counters;
  }

  /** The last events, oldest first; `SimulatorOptions.history` says how many. */
  get events(): readonly MeterEvent[] {
    return this.#events;
  }

  /** The details of the last events of one kind: `details('request')` gives the requests it heard, in hex. */
  details(kind: MeterEventKind): string[] {
    return this.#events.filter((event) => event.kind === kind).map(({ detail }) => detail);
  }

  /** Dials in after `wait` milliseconds. */
  dial(wait = 0): void {
    clearTimeout(this.#dialTimer);
    this.#dialTimer = setTimeout(() => this.#connect(), wait);
  }

  /** Sends a reading that nobody asked for. */
  push(): void {
    this.#unsolicited('push', this.#device.push());
  }

  /** Sends its heartbeat or registration text, where it has one. */
  greet(): void {
    this.#unsolicited('greeting', this.#device.greeting());
  }

  silence(silence: Silence): void {
    this.#silence = silence;
  }

  /**
   * @see Device.setValue
   * @throws RangeError where the meter has no such register, or the value does not fit it.
   */
  setValue(name: string, value: RawValue, address?: string): void {
    this.#device.setValue(name, value, address);
  }

  /** Closes the connection as a lost line would, and dials in again as the options say. */
  hangUp(): void {
    this.#socket?.destroy();
  }

  /** Ends for good: no timer and no socket is left. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#dialTimer);
    const socket = this.#socket;
    if (socket === undefined) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
  }

  #connect(): void {
    if (this.#closing || this.#socket !== undefined) return;
    const { host, port } = this.#dialIn;
    const { localAddress } = this.#options;
    const socket = connect({ host, port, ...(localAddress && { localAddress }), noDelay: true });
    this.#socket = socket;
    this.#wasConnected = false;
    let failure: string | undefined;
    socket.on('connect', () => this.#connected());
    socket.on('data', (octets) => this.#receive(octets));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code ?? error.message;
    });
    socket.on('close', () => this.#disconnected(failure));
  }

  #connected(): void {
    this.#wasConnected = true;
    this.#note('connected', '');
    this.#answersHere = 0;
    this.#device.connected();
    this.greet();
    const { heartbeatEvery = HEARTBEAT, pushEvery = 0, moveEvery = 0 } = this.#options;
    this.#repeat(heartbeatEvery, () => this.greet());
    this.#repeat(pushEvery, () => this.push());
    this.#repeat(moveEvery, () => this.#device.move(this.#dialIn.random));
  }

  #disconnected(failure: string | undefined): void {
    for (const timer of this.#connectionTimers) clearInterval(timer);
    this.#connectionTimers = [];
    this.#writer.clear();
    this.#socket = undefined;
    this.#note(this.#wasConnected ? 'closed' : 'refused', failure ?? '');
    const { redial = REDIAL, jitter = JITTER } = this.#options;
    if (redial === false || this.#closing) return;
    this.dial(redial + randomInteger(this.#dialIn.random, 0, jitter));
  }

  #repeat(every: number, action: () => void): void {
    if (every > 0) this.#connectionTimers.push(setInterval(action, every));
  }

  #receive(octets: Uint8Array): void {
    for (const { request, answer } of this.#device.receive(octets)) {
      this.#note('request', toHex(request));
      if (answer === undefined || this.#silence !== false || this.#isLost()) {
        this.#note('unanswered', toHex(request));
      } else {
        this.#answer(answer);
      }
    }
  }

  #isLost(): boolean {
    this.#due += 1;
    const { loseEvery = 0 } = this.#options;
    return loseEvery > 0 && this.#due % loseEvery === 0;
  }

  #answer(answer: Uint8Array): void {
    const segment = Buffer.concat([this.#glued(), this.#nextNoise(), answer]);
    this.#writer.send(segment, this.#options.delay, () => {
      this.#note('answer', toHex(segment));
      this.#answersHere += 1;
      if (this.#answersHere === this.#options.dropAfter) this.#drop();
    });
  }

  /** What was answered still goes out; what waits does not. */
  #drop(): void {
    this.#writer.clear();
    this.#socket?.destroySoon();
  }

  #unsolicited(kind: 'greeting' | 'push', octets: Uint8Array | undefined): void {
    if (octets === undefined || !this.connected || this.#silence === 'all') return;
    this.#writer.send(octets, 0, () => this.#note(kind, toHex(octets)));
  }

  #glued(): Uint8Array {
    const { glue } = this.#options;
    if (glue === undefined) return new Uint8Array();
    const octets = glue === 'push' ? this.#device.push() : this.#device.greeting();
    return octets ?? new Uint8Array();
  }

  #nextNoise(): Uint8Array {
    if (typeof this.#noise !== 'number') return this.#noise;
    return Uint8Array.from({ length: this.#noise }, () =>
      randomInteger(this.#dialIn.random, 0, 255),
    );
  }

  #note(kind: MeterEventKind, detail: string): void {
    const event = { meter: this.id, kind, detail };
    this.#counters[kind] += 1;
    this.#events.push(event);
    if (this.#events.length > this.#dialIn.history) this.#events.shift();
    this.#dialIn.log(event);
  }
}
