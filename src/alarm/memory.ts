/** Where alarms are kept over restarts: JSON values by key, in the order in which they were put. */
export interface AlarmMemory {
  /** What is kept under keys that begin with `prefix`. */
  rows(prefix: string): Iterable<readonly [key: string, value: unknown]>;
  put(key: string, value: unknown): void;
  delete(key: string): void;
  clear(): void;
}

/** More than 5,000 meters with twelve rules on three phases. */
const MAX_ROWS = 200_000;

/** Memory that ends with the process. */
export class VolatileMemory implements AlarmMemory {
  readonly #rows = new Map<string, unknown>();

  *rows(prefix: string): Iterable<readonly [string, unknown]> {
    for (const row of this.#rows) if (row[0].startsWith(prefix)) yield row;
  }

  put(key: string, value: unknown): void {
    this.#rows.set(key, value);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > MAX_ROWS && oldest !== undefined) this.#rows.delete(oldest);
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }

  clear(): void {
    this.#rows.clear();
  }

  close(): void {
    this.clear();
  }
}
