import { parseRow, type Row } from './engine';
import type { Journal } from './journal';
import { StorageError } from './storage-error';

export const VALUE_PREFIX = 'value:';

const MAX_VALUES = 1_000;
const MAX_OCTETS = 64 * 1024;

/** Single facts that must outlast a restart, such as the relay lock. */
export class NamedValues {
  readonly #journal: Journal;
  readonly #values = new Map<string, unknown>();

  constructor(journal: Journal, rows: readonly Row[]) {
    this.#journal = journal;
    for (const [key, text] of rows) {
      this.#values.set(key.slice(VALUE_PREFIX.length), parseRow(text));
    }
  }

  /** Whether there is such a value; one that is there and undefined was unreadable. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  get(name: string): unknown {
    return this.#values.get(name);
  }

  /**
   * Keeps a JSON value; it is on disk when this resolves, and known at once.
   * @throws StorageError where it is not on disk, or is too much.
   */
  async set(name: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    const isTooMany = !this.has(name) && this.#values.size >= MAX_VALUES;
    if (isTooMany || Buffer.byteLength(text) > MAX_OCTETS) {
      throw new StorageError(`there is no room for the value ${name}`);
    }
    this.#values.set(name, value);
    this.#journal.put(VALUE_PREFIX + name, text);
    await this.#journal.commit();
  }
}
