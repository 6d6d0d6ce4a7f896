import { type Change, type Engine, NO_ENGINE } from '../../../src/store/engine';

/** An engine that keeps each batch, and fails as long as `isFull`. */
export class Disk implements Engine {
  readonly rows = async (prefix: string) =>
    [...this.content].filter(([key]) => key.startsWith(prefix));
  close = NO_ENGINE.close;
  readonly content = new Map<string, string>();
  readonly batches: (readonly Change[])[] = [];
  isFull = false;

  async write(changes: readonly Change[]): Promise<void> {
    if (this.isFull) throw new Error('No space left on device');
    this.batches.push(changes);
    for (const [key, text] of changes) {
      if (text === undefined) this.content.delete(key);
      else this.content.set(key, text);
    }
  }
}
