/** Octets of no frame that may come at once, and from then on in a second: more than a serial line carries. */
const BURST = 32 * 1024;
const PER_SECOND = 4 * 1024;

/** Tells the octets that a bad line or an unknown protocol brings from a flood. */
export class NoiseLimit {
  /** What is left of the burst. */
  #room = BURST;
  #at = performance.now();

  /** Takes note of octets that are no frame; false where they are a flood. */
  admits(octets: number): boolean {
    const now = performance.now();
    const regained = ((now - this.#at) / 1_000) * PER_SECOND;
    this.#room = Math.min(BURST, this.#room + regained) - octets;
    this.#at = now;
    return this.#room >= 0;
  }
}
