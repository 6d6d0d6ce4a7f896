/** Does something after a quiet time, again and again while it is wanted, one time after another. */
export class QuietTimer {
  readonly #act: () => Promise<void>;
  readonly #isWanted: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #isActing = false;

  /** `quiet` in ms; `act` must not reject. */
  constructor(quiet: number, act: () => Promise<void>, isWanted: () => boolean) {
    this.#act = act;
    this.#isWanted = isWanted;
    this.#timer = setTimeout(() => void this.#run(), quiet).unref();
  }

  /** It is not quiet: the time begins anew. */
  restart(): void {
    if (!this.#isActing && this.#isWanted()) this.#timer.refresh();
  }

  async #run(): Promise<void> {
    if (!this.#isWanted()) return;
    this.#isActing = true;
    await this.#act();
    this.#isActing = false;
    this.restart();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
