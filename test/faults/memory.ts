import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Octets of memory that the process has when nothing is left to collect. */
export function residentMemory(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}

/** Octets that are in use when nothing is left to collect: without what the process keeps in reserve. */
export function usedMemory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Octets by which the process grows each time that `act` is done: the least of several times, because a heap
 * also grows to the size that suits it, and a leak grows every time.
 */
export function growthOf(act: () => void): number {
  const growths = Array.from({ length: 5 }, () => {
    const before = residentMemory();
    act();
    return residentMemory() - before;
  });
  return Math.max(0, Math.min(...growths));
}
