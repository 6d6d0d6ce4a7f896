import { parseRow, type Row } from './engine';
import type { Journal } from './journal';

export const HEARD_PREFIX = 'heard:';

/** Two for each of 100,000 meters. */
const MAX_COUNTERS = 200_000;

/**
 * The highest invocation counter of each sender and key, by which what is said again is refused after a restart
 * too. Written behind: a crash forgets the last second. Where there is no room, who was heard longest ago gives way.
 */
export class HeardCounters {
  readonly #journal: Journal;
  readonly #maxCounters: number;
  readonly #counters = new Map<string, number>();

  constructor(journal: Journal, rows: readonly Row[], maxCounters = MAX_COUNTERS) {
    this.#journal = journal;
    this.#maxCounters = maxCounters;
    for (const [key, text] of rows) {
      const counter = parseRow(text);
      if (Number.isSafeInteger(counter)) {
        this.#counters.set(key.slice(HEARD_PREFIX.length), Number(counter));
      }
    }
  }

  get(name: string): number | undefined {
    return this.#counters.get(name);
  }

  /** A lower counter than the one that is kept changes nothing. */
  hear(name: string, counter: number): void {
    const last = this.#counters.get(name);
    if (last !== undefined && counter <= last) return;
    this.#counters.delete(name);
    this.#counters.set(name, counter);
    this.#journal.put(HEARD_PREFIX + name, String(counter));
    const [oldest] = this.#counters.keys();
    if (this.#counters.size > this.#maxCounters && oldest !== undefined) {
      this.#counters.delete(oldest);
      this.#journal.put(HEARD_PREFIX + oldest, undefined);
    }
  }
}
