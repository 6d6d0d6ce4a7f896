const EMPTY: Uint8Array = new Uint8Array();
const SMALLEST = 256;
/** What an empty queue keeps, so that thousands of quiet links hold little. */
const KEPT = 1024;

/** Octets that wait, first in, first out. Each octet is moved a bounded number of times. */
export class OctetQueue {
  #octets = EMPTY;
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** All octets that wait, as a view that holds until the next `append`. */
  get octets(): Uint8Array {
    return this.#octets.subarray(this.#start, this.#end);
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#octets.length) this.makeRoom(chunk.length);
    this.#octets.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Takes away the first `count` octets. */
  drop(count: number): void {
    this.#start += count;
    if (this.length > 0) return;
    this.#start = 0;
    this.#end = 0;
    if (this.#octets.length > KEPT) this.#octets = EMPTY;
  }

  /** Doubling, and moving only what is at most half, keeps the copying linear. */
  private makeRoom(count: number): void {
    const waiting = this.octets;
    const needed = waiting.length + count;
    if (needed * 2 > this.#octets.length) {
      this.#octets = new Uint8Array(Math.max(SMALLEST, needed * 2));
    }
    this.#octets.set(waiting);
    this.#start = 0;
    this.#end = waiting.length;
  }
}
