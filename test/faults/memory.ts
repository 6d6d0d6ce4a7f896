import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Octets of memory that the process has when nothing is left to collect. */
export function residentMemory(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}
