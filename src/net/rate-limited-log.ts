/** Takes a line for the log; never throws. */
export type Log = (line: string) => void;

/**
 * Lets through one line of each kind per interval, and says with the next one how many were held back.
 * `interval` is in ms. Kinds are the caller's few own words, never text from outside.
 */
export function rateLimitedLog(log: Log, interval: number): (kind: string, line: string) => void {
  const kinds = new Map<string, { until: number; heldBack: number }>();
  return (kind, line) => {
    const now = performance.now();
    const last = kinds.get(kind);
    if (last !== undefined && now < last.until) {
      last.heldBack += 1;
      return;
    }
    kinds.set(kind, { until: now + interval, heldBack: 0 });
    log(last?.heldBack ? `${line} (and ${last.heldBack} like it before)` : line);
  };
}

const LONGEST_QUOTE = 100;

/** Text from outside for a log line: in quotes, cut, and free of anything that a terminal obeys. */
export function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
