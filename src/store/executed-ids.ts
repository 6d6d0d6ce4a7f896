import { parseRow, type Row } from './engine';
import type { Journal } from './journal';
import { StorageError } from './storage-error';

/** An act that was begun. Without an answer it was never finished: nobody knows what came of it. */
export interface Execution {
  /** Tells the same request from another one with the same id. */
  readonly fingerprint: string;
  /** ms since 1970. */
  readonly at: number;
  /** What was answered, as JSON. */
  readonly answer?: unknown;
}

export interface ExecutedBounds {
  readonly entries: number;
  /** Of all entries together, as JSON. */
  readonly octets: number;
}

export const EXECUTED_PREFIX = 'executed:';

const DAY = 24 * 3_600_000;
const BOUNDS: ExecutedBounds = { entries: 100_000, octets: 64 * 1024 * 1024 };

interface Entry {
  readonly execution: Execution;
  readonly octets: number;
  /** Monotonic ms: while we run, no step of the wall clock forgets an act. */
  readonly expiresAt: number;
}

/**
 * Acts of the last 24 hours, so that none is done twice, not even after a crash. Where there is no room for
 * another, none is begun: forgetting one early would allow it a second time.
 */
export class ExecutedIds {
  readonly #journal: Journal;
  readonly #bounds: ExecutedBounds;
  /** In the order of expiry. */
  readonly #entries = new Map<string, Entry>();
  #octets = 0;

  constructor(journal: Journal, rows: readonly Row[], bounds = BOUNDS) {
    this.#journal = journal;
    this.#bounds = bounds;
    const loaded = rows.flatMap(([key, text]) => {
      const execution = executionIn(parseRow(text));
      return execution ? [{ key: key.slice(EXECUTED_PREFIX.length), execution, text }] : [];
    });
    loaded.sort((one, other) => one.execution.at - other.execution.at);
    for (const { key, execution, text } of loaded) {
      this.#keep(key, execution, text, performance.now() + remainingLife(execution));
    }
    this.#sweep();
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): Execution | undefined {
    this.#sweep();
    return this.#entries.get(key)?.execution;
  }

  /**
   * Gives what is known of the key already; undefined where nothing was: then the act is noted, and on disk
   * when this resolves. Only then may its frame leave.
   * @throws StorageError where it cannot be noted; then nothing is known of the key.
   */
  async begin(key: string, fingerprint: string): Promise<Execution | undefined> {
    const known = this.find(key);
    if (known) return known;
    const { entries, octets } = this.#bounds;
    if (this.#entries.size >= entries || this.#octets >= octets) {
      throw new StorageError('too many acts in 24 hours: there is no room to note another');
    }
    this.#note(key, { fingerprint, at: Date.now() }, performance.now() + DAY);
    try {
      await this.#journal.commit();
    } catch (error) {
      this.#forget(key);
      throw error;
    }
    return undefined;
  }

  /**
   * Notes what came of an act that was begun; it is on disk when this resolves.
   * @throws StorageError where it is not; the answer is known all the same until the process ends.
   */
  async finish(key: string, answer: unknown): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#note(key, { ...entry.execution, answer }, entry.expiresAt);
    await this.#journal.commit();
  }

  #note(key: string, execution: Execution, expiresAt: number): void {
    const text = JSON.stringify(execution);
    this.#keep(key, execution, text, expiresAt);
    this.#journal.put(EXECUTED_PREFIX + key, text);
  }

  #keep(key: string, execution: Execution, text: string, expiresAt: number): void {
    const octets = key.length + text.length;
    this.#octets += octets - (this.#entries.get(key)?.octets ?? 0);
    this.#entries.set(key, { execution, octets, expiresAt });
  }

  #forget(key: string): void {
    this.#octets -= this.#entries.get(key)?.octets ?? 0;
    this.#entries.delete(key);
    this.#journal.put(EXECUTED_PREFIX + key, undefined);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt > now) return;
      this.#forget(key);
    }
  }
}

/** ms until an act of an earlier run is forgotten; one "of tomorrow" is of now, by a clock that was wrong. */
function remainingLife({ at }: Execution): number {
  return Math.min(DAY, at + DAY - Date.now());
}

function executionIn(row: unknown): Execution | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { fingerprint, at, answer } = row as Partial<Record<keyof Execution, unknown>>;
  if (typeof fingerprint !== 'string' || typeof at !== 'number') return undefined;
  return { fingerprint, at, ...(answer !== undefined && { answer }) };
}
