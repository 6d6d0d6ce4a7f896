import { type Engine, reasonOf } from './engine';
import { StorageError } from './storage-error';

/** Takes a line for the log; never throws. */
export type Log = (line: string) => void;

/** ms for which changes that may wait are gathered. */
const WRITE_BEHIND = 1_000;

/**
 * The one way to the engine: gathers changes and writes them together, one batch after another. What could not
 * be written is kept and tried again, a newer change of the same key in its place.
 */
export class Journal {
  readonly #engine: Engine;
  readonly #log: Log;
  #gathered = new Map<string, string | undefined>();
  /** Settles when nothing is being written; never rejects. */
  #idle: Promise<unknown> = Promise.resolve();
  /** The batch that waits for its turn and takes along whatever is gathered until then. */
  #waiting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #fault: string | undefined;
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor(engine: Engine, log: Log) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Why the last write failed; undefined while writing works. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Writes `text` under `key`, within a second or with the next commit; undefined deletes the key. */
  put(key: string, text: string | undefined): void {
    if (this.#isClosed) return;
    this.#gathered.set(key, text);
    this.#writeBehind();
  }

  /**
   * Resolves when everything put so far is on disk.
   * @throws StorageError where it is not.
   */
  commit(): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StorageError('the store is closed'));
    this.#waiting ??= this.#enqueue();
    return this.#waiting;
  }

  /** Writes what is gathered and lets go of the engine. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    const last = this.commit();
    this.#isClosed = true;
    await last.catch(() => undefined);
    try {
      await this.#engine.close();
    } catch (error) {
      this.#log(`the store does not close: ${reasonOf(error)}`);
    }
  }

  #writeBehind(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A failure is told in the log and tried again.
      this.commit().catch(() => undefined);
    }, WRITE_BEHIND).unref();
  }

  #enqueue(): Promise<void> {
    const batch = this.#idle.then(() => this.#write());
    this.#idle = batch.catch(() => undefined);
    return batch;
  }

  async #write(): Promise<void> {
    const changes = this.#gathered;
    this.#gathered = new Map();
    this.#waiting = undefined;
    if (changes.size === 0) return;
    try {
      await this.#engine.write([...changes]);
    } catch (error) {
      this.#gathered = new Map([...changes, ...this.#gathered]);
      this.#failed(reasonOf(error));
      throw new StorageError(`the store cannot be written: ${reasonOf(error)}`);
    }
    if (this.#fault !== undefined) this.#log('the store can be written again');
    this.#fault = undefined;
  }

  #failed(reason: string): void {
    if (reason !== this.#fault) this.#log(`the store cannot be written: ${reason}`);
    this.#fault = reason;
    if (!this.#isClosed) this.#writeBehind();
  }
}
