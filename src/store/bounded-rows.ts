import type { Row } from './engine';
import type { Journal } from './journal';

/** Texts by name, written behind under a prefix. Where there is no room, the one that was put longest ago gives way. */
export class BoundedRows {
  readonly #journal: Journal;
  readonly #prefix: string;
  readonly #max: number;
  readonly #rows: Map<string, string>;

  /** `rows` are those that were stored, with their prefix. */
  constructor(journal: Journal, prefix: string, rows: readonly Row[], max: number) {
    this.#journal = journal;
    this.#prefix = prefix;
    this.#max = max;
    this.#rows = new Map(rows.map(([key, text]) => [key.slice(prefix.length), text]));
  }

  get(name: string): string | undefined {
    return this.#rows.get(name);
  }

  put(name: string, text: string): void {
    this.#rows.delete(name);
    this.#rows.set(name, text);
    this.#journal.put(this.#prefix + name, text);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size <= this.#max || oldest === undefined) return;
    this.#rows.delete(oldest);
    this.#journal.put(this.#prefix + oldest, undefined);
  }
}
