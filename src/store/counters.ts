import { parseRow, type Row } from './engine';
import type { Journal } from './journal';
import { StorageError } from './storage-error';

export const COUNTER_PREFIX = 'counter:';

/** Numbers are reserved by so many: one write to the disk serves a hundred requests. */
const BLOCK = 100;
/** Two for each meter. */
const MAX_COUNTERS = 200_000;
/** What a repair may have lost: more numbers than any log that LevelDB keeps has reservations for. */
const REPAIR_LEAP = 10_000_000;

interface Counter {
  /** The number given next. */
  next: number;
  /** Below it, numbers may be given once the reservation is on disk … */
  reserved: number;
  /** … as it is up to here. */
  stored: number;
}

/**
 * Numbers that never come twice, over restarts and crashes: a repeated invocation counter gives an AES-GCM
 * key away. After a crash a counter goes on behind what was reserved. Nothing lowers it.
 */
export class Counters {
  readonly #journal: Journal;
  readonly #counters = new Map<string, Counter>();

  constructor(journal: Journal, rows: readonly Row[]) {
    this.#journal = journal;
    for (const [key, text] of rows) {
      const stored = parseRow(text);
      if (!isCount(stored)) continue;
      const name = key.slice(COUNTER_PREFIX.length);
      this.#counters.set(name, { next: stored, reserved: stored, stored });
    }
  }

  /** The rows may be old ones: every counter goes on where no number can have been used yet. */
  async leap(): Promise<void> {
    const names = [...this.#counters.keys()];
    await Promise.all(names.map((name) => this.reserve(name, REPAIR_LEAP)));
  }

  /** Of a counter that is not known, nobody can say which numbers were used: the meter has to be asked. */
  knows(name: string): boolean {
    return this.#counters.has(name);
  }

  /**
   * Reserves `count` numbers and gives the first of them, `atLeast` or more. No number is given twice.
   * @throws StorageError where the reservation cannot be written; its numbers are lost.
   * @throws RangeError for a count below 1 or a number that is none.
   */
  async reserve(name: string, count: number, atLeast = 0): Promise<number> {
    if (!isCount(count) || count < 1) throw new RangeError(`${count} numbers cannot be reserved`);
    if (!isCount(atLeast)) throw new RangeError(`a counter cannot start at ${atLeast}`);
    const counter = this.#counter(name);
    const first = Math.max(counter.next, atLeast);
    const end = first + count;
    if (!isCount(end + BLOCK)) throw new RangeError('a counter cannot go that far');
    counter.next = end;
    if (end > counter.reserved) {
      counter.reserved = Math.max(end, first + BLOCK);
      this.#journal.put(COUNTER_PREFIX + name, String(counter.reserved));
    }
    await this.#store(counter, end);
    return first;
  }

  #counter(name: string): Counter {
    const known = this.#counters.get(name);
    if (known) return known;
    if (this.#counters.size >= MAX_COUNTERS) {
      throw new StorageError(`more than ${MAX_COUNTERS} counters`);
    }
    const counter = { next: 0, reserved: 0, stored: 0 };
    this.#counters.set(name, counter);
    return counter;
  }

  async #store(counter: Counter, end: number): Promise<void> {
    if (end <= counter.stored) return;
    const { reserved } = counter;
    await this.#journal.commit();
    counter.stored = Math.max(counter.stored, reserved);
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
