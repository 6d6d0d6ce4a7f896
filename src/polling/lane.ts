/** Work that is done at most so many at a time; the rest waits its turn. */
export class Lane {
  readonly #limit: number;
  readonly #waiting = new Set<() => Promise<void>>();
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Starts `work`, which must not reject, when there is room; gives what takes it back until then. */
  enter(work: () => Promise<void>): () => void {
    this.#waiting.add(work);
    this.#startWaiting();
    return () => this.#waiting.delete(work);
  }

  #startWaiting(): void {
    for (const work of this.#waiting) {
      if (this.#running >= this.#limit) return;
      this.#waiting.delete(work);
      this.#running++;
      void work().finally(() => {
        this.#running--;
        this.#startWaiting();
      });
    }
  }
}
