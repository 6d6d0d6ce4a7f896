import type { Log } from './rate-limited-log';

/** Lets through so many lines an interval (ms), and says afterwards how many more there were. */
export function boundedLog(log: Log, lines: number, interval: number): Log {
  let began = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (line) => {
    const now = performance.now();
    if (now - began >= interval) {
      if (count > lines) log(`${count - lines} more lines like these were left out`);
      began = now;
      count = 0;
    }
    count++;
    if (count <= lines) log(line);
  };
}
