/** The first turn warms up. */
const TURNS = 12;
const TURN = 200;

/**
 * What each contender gets done in a second: the median of turns that they take one after another, so that
 * whatever else the machine does slows all of them. A contender says how much a call has done.
 */
export function race<const Contenders extends readonly (() => number)[]>(
  contenders: Contenders,
): { [Index in keyof Contenders]: number } {
  const turns = Array.from({ length: TURNS }, () => contenders.map(perSecond)).slice(1);
  const medians = contenders.map((_, index) => median(turns.map((turn) => turn[index] as number)));
  return medians as { [Index in keyof Contenders]: number };
}

function perSecond(contender: () => number): number {
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < TURN) {
    const now = contender();
    if (now === 0) throw new Error('a contender did nothing');
    done += now;
    elapsed = performance.now() - start;
  }
  return (done / elapsed) * 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.trunc(values.length / 2)] as number;
}
