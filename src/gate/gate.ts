/** What may wait; it outlasts a crowd of 20,000 links that all come and go meanwhile. */
const MAX_WAITING = 100_000;

/** Lets actions through in order. While it is held they wait; of too many the oldest are given up. */
export class Gate {
  #waiting: (() => void)[] | undefined;

  get isHeld(): boolean {
    return this.#waiting !== undefined;
  }

  /** Acts now, or when the gate is released. */
  pass(action: () => void): void {
    if (!this.#waiting) {
      action();
      return;
    }
    this.#waiting.push(action);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  hold(): void {
    this.#waiting ??= [];
  }

  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const action of waiting) action();
  }
}
