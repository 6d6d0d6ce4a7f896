/** One measured speed beside its baseline from the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
  /** What the baseline is. */
  readonly against: string;
  /** The least ratio of ours to the baseline. */
  readonly aim: number;
}
