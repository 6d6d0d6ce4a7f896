import type { ClassicLevel } from 'classic-level';
import type { Change, Engine, Row } from './engine';

export type LevelModule = Pick<typeof import('classic-level'), 'ClassicLevel'>;

/** Octets that LevelDB holds in memory before it sorts them into a table; it may hold them twice. */
const WRITE_BUFFER = 1024 * 1024;
const ROWS_AT_ONCE = 1_000;

/**
 * A LevelDB folder. A log to which a write has failed may end in half a record, and what is appended to it
 * may never be read again: before the next write the folder is closed and opened anew.
 */
export class LevelEngine implements Engine {
  readonly #db: ClassicLevel;
  #isSuspect = false;

  private constructor(db: ClassicLevel) {
    this.#db = db;
  }

  /** @throws what the engine throws; its `cause` has the code and the reason. */
  static async open({ ClassicLevel }: LevelModule, folder: string): Promise<LevelEngine> {
    const db = new ClassicLevel(folder, { writeBufferSize: WRITE_BUFFER });
    await db.open();
    return new LevelEngine(db);
  }

  async rows(prefix: string): Promise<readonly Row[]> {
    const iterator = this.#db.iterator(prefix === '' ? {} : { gte: prefix, lt: behind(prefix) });
    const rows: Row[] = [];
    try {
      for (;;) {
        const some = await iterator.nextv(ROWS_AT_ONCE);
        if (some.length === 0) return rows;
        rows.push(...some);
      }
    } finally {
      await iterator.close();
    }
  }

  async write(changes: readonly Change[]): Promise<void> {
    if (this.#isSuspect) await this.#reopen();
    try {
      await this.#db.batch(changes.map(operation), { sync: true });
    } catch (error) {
      this.#isSuspect = true;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async #reopen(): Promise<void> {
    await this.#db.close();
    await this.#db.open();
    this.#isSuspect = false;
  }
}

/** The first text that is behind all that begin with `prefix`. */
function behind(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

function operation([key, text]: Change): Operation {
  return text === undefined ? { type: 'del', key } : { type: 'put', key, value: text };
}
