import { BoundedRows } from './bounded-rows';
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
  readonly #counters: BoundedRows;

  constructor(journal: Journal, rows: readonly Row[], maxCounters = MAX_COUNTERS) {
    this.#counters = new BoundedRows(journal, HEARD_PREFIX, rows, maxCounters);
  }

  get(name: string): number | undefined {
    const text = this.#counters.get(name);
    const counter = text === undefined ? undefined : parseRow(text);
    return Number.isSafeInteger(counter) ? Number(counter) : undefined;
  }

  /** A lower counter than the one that is kept changes nothing. */
  hear(name: string, counter: number): void {
    const last = this.get(name);
    if (last === undefined || counter > last) this.#counters.put(name, String(counter));
  }
}
