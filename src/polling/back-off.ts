/** A silent meter is asked again after at most so many intervals, */
const MOST_INTERVALS = 8;
/** and after at most so many ms, where that is longer than an interval. */
const LONGEST = 15 * 60_000;
/** After so many silent polls in a row a meter is only probed. */
const PROBED_FROM = 3;

/**
 * How many of its polls a meter is left out of, after so many in a row in which it answered nothing. One
 * silence costs no poll; then the time to the next one doubles.
 */
export function pollsLeftOut(silentPolls: number, interval: number): number {
  if (silentPolls === 0) return 0;
  const ceiling = Math.max(1, Math.floor(Math.min(MOST_INTERVALS * interval, LONGEST) / interval));
  return Math.min(2 ** (silentPolls - 1), ceiling) - 1;
}

/** Whether a meter has been silent so often that one request is enough to see whether it still is. */
export function isProbed(silentPolls: number): boolean {
  return silentPolls >= PROBED_FROM;
}
