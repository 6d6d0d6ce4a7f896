/** How a slow modem hands octets to the network. */
export interface Pace {
  /** Octets a segment; everything at once unless given. */
  readonly split?: number;
  /** Milliseconds between segments, at least 1; 5 unless given. */
  readonly gap?: number;
}

interface Segment {
  readonly octets: Uint8Array;
  /** Milliseconds from the segment before it. */
  readonly wait: number;
  readonly sent: (() => void) | undefined;
}

const GAP = 5;

/** Writes in order and in time: what comes later waits for what is still going out. */
export class PacedWriter {
  readonly #write: (octets: Uint8Array) => void;
  readonly #pace: Pace;
  readonly #segments: Segment[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (octets: Uint8Array) => void, pace: Pace) {
    this.#write = write;
    this.#pace = pace;
  }

  /** Sends after `delay` milliseconds, and calls `sent` when the last octet is handed over. */
  send(octets: Uint8Array, delay = 0, sent?: () => void): void {
    const { split = octets.length, gap = GAP } = this.#pace;
    const size = Math.max(split, 1);
    for (let at = 0; at < octets.length; at += size) {
      this.#segments.push({
        octets: octets.subarray(at, at + size),
        wait: at === 0 ? delay : Math.max(gap, 1),
        sent: at + size >= octets.length ? sent : undefined,
      });
    }
    if (this.#timer === undefined) this.#next();
  }

  /** Forgets what is not yet sent. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#segments.length = 0;
  }

  #next(): void {
    const segment = this.#segments.shift();
    if (segment === undefined) return;
    if (segment.wait === 0) {
      this.#hand(segment);
    } else {
      this.#timer = setTimeout(() => this.#hand(segment), segment.wait);
    }
  }

  #hand({ octets, sent }: Segment): void {
    this.#timer = undefined;
    this.#write(octets);
    sent?.();
    this.#next();
  }
}
