import { createHash } from 'node:crypto';
import { parseRow, type Row } from './engine';
import type { Journal } from './journal';
import { StorageError } from './storage-error';

/** An act that was begun. Without an answer it was never finished: nobody knows what came of it. */
export interface Execution {
  /** Tells the same request from another one with the same id. */
  readonly fingerprint: string;
  /** ms since 1970. */
  readonly at: number;
  /** The meter that it switches, for limits; none where nothing has left for it, or it only writes. */
  readonly switched?: string;
  /** What was answered, as JSON. */
  readonly answer?: unknown;
}

/** That a meter was switched, or may have been. */
export interface SwitchedMeter {
  readonly meterId: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface ExecutedBounds {
  readonly entries: number;
  /** Of the JSON of all entries together. */
  readonly characters: number;
}

export const EXECUTED_PREFIX = 'executed:';

const DAY = 24 * 3_600_000;
const BOUNDS: ExecutedBounds = { entries: 100_000, characters: 64 * 1024 * 1024 };

interface Entry {
  readonly execution: Execution;
  readonly characters: number;
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
  /** By row, in the order of expiry. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(journal: Journal, rows: readonly Row[], bounds = BOUNDS) {
    this.#journal = journal;
    this.#bounds = bounds;
    const loaded = rows.flatMap(([key, text]) => {
      const execution = executionIn(parseRow(text));
      return execution ? [{ key, execution, text }] : [];
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
    return this.#entries.get(rowOf(key))?.execution;
  }

  /**
   * Gives what is known of the key already; undefined where nothing was: then the act is noted, and on disk
   * when this resolves. Only then may its frame leave. `switched`: the meter that it is to switch.
   * @throws StorageError where it cannot be noted; then nothing is known of the key.
   */
  async begin(key: string, fingerprint: string, switched?: string): Promise<Execution | undefined> {
    const known = this.find(key);
    if (known) return known;
    const { entries, characters } = this.#bounds;
    if (this.#entries.size >= entries || this.#characters >= characters) {
      throw new StorageError('too many acts in 24 hours: there is no room to note another');
    }
    const row = rowOf(key);
    const execution = { fingerprint, at: Date.now(), ...(switched !== undefined && { switched }) };
    this.#note(row, execution, performance.now() + DAY);
    try {
      await this.#journal.commit();
    } catch (error) {
      this.#forget(row);
      throw error;
    }
    return undefined;
  }

  /**
   * Notes what came of an act that was begun, and whether anything has left for the meter; it is on disk when
   * this resolves.
   * @throws StorageError where it is not; the answer is known all the same until the process ends.
   */
  async finish(key: string, answer: unknown, hasLeft = true): Promise<void> {
    const row = rowOf(key);
    const entry = this.#entries.get(row);
    if (!entry) return;
    const { switched, ...execution } = entry.execution;
    const isCounted = hasLeft && switched !== undefined;
    this.#note(row, { ...execution, answer, ...(isCounted && { switched }) }, entry.expiresAt);
    await this.#journal.commit();
  }

  /** Which meters were switched in the last 24 hours, the earliest first. */
  switched(): SwitchedMeter[] {
    this.#sweep();
    return [...this.#entries.values()].flatMap(({ execution: { switched, at } }) =>
      switched === undefined ? [] : [{ meterId: switched, at }],
    );
  }

  #note(row: string, execution: Execution, expiresAt: number): void {
    const text = JSON.stringify(execution);
    this.#keep(row, execution, text, expiresAt);
    this.#journal.put(row, text);
  }

  #keep(row: string, execution: Execution, text: string, expiresAt: number): void {
    const characters = row.length + text.length;
    this.#characters += characters - (this.#entries.get(row)?.characters ?? 0);
    this.#entries.set(row, { execution, characters, expiresAt });
  }

  #forget(row: string): void {
    this.#characters -= this.#entries.get(row)?.characters ?? 0;
    this.#entries.delete(row);
    this.#journal.put(row, undefined);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [row, { expiresAt }] of this.#entries) {
      if (expiresAt > now) return;
      this.#forget(row);
    }
  }
}

/** Keys come from outside: a digest bounds them, and is the same in memory and on disk for any text. */
function rowOf(key: string): string {
  return EXECUTED_PREFIX + createHash('sha256').update(key).digest('base64url');
}

/** ms until an act of an earlier run is forgotten; one "of tomorrow" is of now, by a clock that was wrong. */
function remainingLife({ at }: Execution): number {
  return Math.min(DAY, at + DAY - Date.now());
}

function executionIn(row: unknown): Execution | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { fingerprint, at, switched, answer } = row as Partial<Record<keyof Execution, unknown>>;
  if (typeof fingerprint !== 'string' || typeof at !== 'number') return undefined;
  return {
    ...{ fingerprint, at },
    ...(typeof switched === 'string' && { switched }),
    ...(answer !== undefined && { answer }),
  };
}
