import { BoundedRows } from './bounded-rows';
import { parseRow, type Row } from './engine';
import type { Journal } from './journal';

export const PROFILE_PREFIX = 'profile:';

/** 20,000 meters with a load profile and bills. */
const MAX_MARKS = 40_000;

/** How far the profiles of each meter have been read, as JSON. Where there is no room, the oldest gives way. */
export class ProfileMarks {
  readonly #journal: Journal;
  readonly #marks: BoundedRows;

  constructor(journal: Journal, rows: readonly Row[], maxMarks = MAX_MARKS) {
    this.#journal = journal;
    this.#marks = new BoundedRows(journal, PROFILE_PREFIX, rows, maxMarks);
  }

  /** Undefined where there is none, or it cannot be read. */
  get(meterId: string, obis: string): unknown {
    const text = this.#marks.get(nameOf(meterId, obis));
    return text === undefined ? undefined : parseRow(text);
  }

  /**
   * It is known at once, and on disk when this resolves.
   * @throws StorageError where it is not.
   */
  async set(meterId: string, obis: string, mark: unknown): Promise<void> {
    this.#marks.put(nameOf(meterId, obis), JSON.stringify(mark));
    await this.#journal.commit();
  }
}

function nameOf(meterId: string, obis: string): string {
  return `${meterId}|${obis}`;
}
