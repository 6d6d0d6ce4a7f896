import { parseRow, type Row } from './engine';
import type { Journal } from './journal';

export const ALARM_PREFIX = 'alarm:';

/** 5,000 meters with twelve rules, and what is remembered beside their alarms. */
const MAX_ROWS = 250_000;

/** What the alarm nodes of a gateway remember, each in a part of its own. Written behind. */
export class AlarmRows {
  readonly #journal: Journal;
  readonly #maxRows: number;
  readonly #parts = new Map<string, AlarmPart>();
  #size = 0;

  constructor(journal: Journal, rows: readonly Row[], maxRows = MAX_ROWS) {
    this.#journal = journal;
    this.#maxRows = maxRows;
    for (const [key, text] of rows) {
      const at = key.indexOf('|');
      const owner = key.slice(ALARM_PREFIX.length, at);
      this.of(owner).load(key.slice(at + 1), text);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** The part of a node, by its id. */
  of(owner: string): AlarmPart {
    const known = this.#parts.get(owner);
    if (known) return known;
    const part = new AlarmPart({
      write: (key, text) => this.#journal.put(`${ALARM_PREFIX}${owner}|${key}`, text),
      hasRoom: () => this.#size < this.#maxRows,
      count: (change) => {
        this.#size += change;
      },
    });
    this.#parts.set(owner, part);
    return part;
  }
}

interface Whole {
  readonly write: (key: string, text: string | undefined) => void;
  readonly hasRoom: () => boolean;
  readonly count: (change: number) => void;
}

/** JSON values by key. Where there is no room, the one that was put longest ago gives way. */
export class AlarmPart {
  readonly #whole: Whole;
  readonly #rows = new Map<string, string>();

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  /** Takes a row as it was stored. */
  load(key: string, text: string): void {
    this.#rows.set(key, text);
    this.#whole.count(1);
  }

  /** What is kept under keys that begin with `prefix`; undefined for what cannot be read. */
  *rows(prefix: string): IterableIterator<readonly [key: string, value: unknown]> {
    for (const [key, text] of this.#rows) {
      if (key.startsWith(prefix)) yield [key, parseRow(text)];
    }
  }

  put(key: string, value: unknown): void {
    const text = JSON.stringify(value);
    const former = this.#rows.get(key);
    if (text === former) return;
    if (former === undefined && !this.#whole.hasRoom()) {
      const [oldest] = this.#rows.keys();
      if (oldest === undefined) return;
      this.delete(oldest);
    }
    if (former === undefined) this.#whole.count(1);
    // What was put last comes last.
    this.#rows.delete(key);
    this.#rows.set(key, text);
    this.#whole.write(key, text);
  }

  delete(key: string): void {
    if (!this.#rows.delete(key)) return;
    this.#whole.count(-1);
    this.#whole.write(key, undefined);
  }

  clear(): void {
    for (const key of [...this.#rows.keys()]) this.delete(key);
  }
}
