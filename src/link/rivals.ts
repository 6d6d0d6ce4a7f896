/** ms in which an address that lost a meter may not take it back. */
const PEACE = 10_000;
/** ms without an attempt after which the next one is news. */
const EPISODE = 60_000;
/** Addresses remembered of those that lost the meter lately. */
const MAX_LOSERS = 8;

/** `refused-first`: nobody has been told yet that there are rivals. */
export type Verdict = 'granted' | 'refused' | 'refused-first';

/**
 * Two devices with the same id take the meter from each other for as long as each dials in again at once.
 * Who lost it to another address has to wait; one device that dials in again from its own never does.
 */
export class Rivals {
  /** When each address lost the meter, monotonic ms; the latest last. */
  readonly #losers = new Map<string, number>();
  #lastRefused = Number.NEGATIVE_INFINITY;

  /** Whether a link from `challenger` may take the meter from an open one from `holder`. */
  judge(holder: string, challenger: string): Verdict {
    if (holder === challenger) return 'granted';
    const now = performance.now();
    const lost = this.#losers.get(challenger);
    if (lost === undefined || now - lost >= PEACE) {
      this.#remember(holder, now);
      return 'granted';
    }
    const isNews = now - this.#lastRefused >= EPISODE;
    this.#lastRefused = now;
    return isNews ? 'refused-first' : 'refused';
  }

  #remember(loser: string, now: number): void {
    this.#losers.delete(loser);
    this.#losers.set(loser, now);
    const [longestAgo] = this.#losers.keys();
    if (longestAgo !== undefined && this.#losers.size > MAX_LOSERS) this.#losers.delete(longestAgo);
  }
}
