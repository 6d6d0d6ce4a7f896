import { isDeepStrictEqual } from 'node:util';

export type MemoryEntries = Iterable<readonly [name: string, value: unknown]>;

/** What pushes and answers make us learn has no end where a meter means harm. */
const MAX_ENTRIES = 1_024;

/** What clients learned about one meter; it tells when that has changed. Of too much, the oldest goes. */
export class MeterMemory extends Map<string, unknown> {
  readonly #changed: () => void;

  constructor(entries: MemoryEntries, changed: () => void) {
    super();
    for (const [name, value] of entries) super.set(name, value);
    this.#changed = changed;
  }

  override set(name: string, value: unknown): this {
    if (this.has(name) && isDeepStrictEqual(this.get(name), value)) return this;
    super.set(name, value);
    const [oldest] = this.keys();
    if (this.size > MAX_ENTRIES && oldest !== undefined) super.delete(oldest);
    this.#changed();
    return this;
  }

  override delete(name: string): boolean {
    const wasThere = super.delete(name);
    if (wasThere) this.#changed();
    return wasThere;
  }

  override clear(): void {
    super.clear();
    this.#changed();
  }
}
