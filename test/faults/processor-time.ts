import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for user programs, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;
/** Of the fields behind the name of the program: user and system time. */
const TIMES = [11, 12];

/** Seconds of processor time that a process has used. Linux only. */
export function processorTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = TIMES.reduce((sum, index) => sum + Number(fields[index]), 0);
  return ticks / TICKS_PER_SECOND;
}
