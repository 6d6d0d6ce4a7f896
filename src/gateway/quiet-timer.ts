/** Calls for something after a quiet time, again and again, but never while the call before is under way. */
export class QuietTimer {
  readonly #timer: NodeJS.Timeout;
  #stopped = false;
  #isBusy = false;

  /** `act` must not reject. */
  constructor(quiet: number, act: () => Promise<void>) {
    this.#timer = setTimeout(() => void this.#run(act), quiet);
  }

  /** It is not quiet. */
  restart(): void {
    if (!this.#stopped && !this.#isBusy) this.#timer.refresh();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(act: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    await act();
    this.#isBusy = false;
    this.restart();
  }
}
