import type { Gateway } from '../gateway';
import { Failure } from '../link';
import { MeterTrace } from './meter-trace';

const MAX_TRACES = 10;
const MINUTE = 60_000;

/** The traces that somebody has asked for, one a meter. */
export class MeterTraces {
  readonly #gateway: Gateway;
  readonly #log: (line: string) => void;
  readonly #traces = new Map<string, MeterTrace>();

  constructor(gateway: Gateway, log: (line: string) => void) {
    this.#gateway = gateway;
    this.#log = log;
  }

  /**
   * Follows a meter for so long from now on; 0 ends it. Gives until when, in ms since 1970.
   * @throws Failure `busy` where there are too many.
   */
  follow(meterId: string, minutes: number): number {
    this.#traces.get(meterId)?.end('somebody has asked for that');
    if (minutes === 0) return Date.now();
    if (this.#traces.size >= MAX_TRACES) {
      throw new Failure('busy', `${MAX_TRACES} meters are traced already`);
    }
    const duration = minutes * MINUTE;
    const trace = new MeterTrace(this.#gateway.directory, meterId, {
      duration,
      log: this.#log,
      ended: () => this.#traces.delete(meterId),
    });
    this.#traces.set(meterId, trace);
    return Date.now() + duration;
  }

  close(): void {
    for (const trace of [...this.#traces.values()]) trace.end('the node is closed');
  }
}
