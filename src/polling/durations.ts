/** How long things took: half of them at most `p50`, all but one in twenty at most `p95`. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** The last so many durations. */
export class Durations {
  readonly #limit: number;
  readonly #last: number[] = [];
  #next = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(duration: number): void {
    this.#last[this.#next] = duration;
    this.#next = (this.#next + 1) % this.#limit;
  }

  /** Undefined where there is no duration yet. */
  percentiles(): Percentiles | undefined {
    const sorted = Float64Array.from(this.#last).sort();
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
    const [p50, p95] = [at(0.5), at(0.95)];
    return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
  }
}
