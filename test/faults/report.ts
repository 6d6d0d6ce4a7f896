import { randomInt } from 'node:crypto';

/** What a fault test found: one number, beside the most or least that it may be. */
export interface Finding {
  /** The rule, with its unit: `closed after the idle limit, ms`. */
  readonly test: string;
  readonly figure: number;
  readonly limit: number;
}

/** Where the randomness of a run starts; IVY_SEED in the environment repeats a run. */
export const SEED = Number(process.env['IVY_SEED'] ?? randomInt(2 ** 31));

/** Prints the finding as a line of JSON; fails where the figure is above its limit. */
export function shouldBeAtMost(finding: Finding): void {
  report(finding, finding.figure <= finding.limit, 'above');
}

/** Prints the finding as a line of JSON; fails where the figure is below its limit. */
export function shouldBeAtLeast(finding: Finding): void {
  report(finding, finding.figure >= finding.limit, 'below');
}

function report({ test, figure, limit }: Finding, pass: boolean, beyond: string): void {
  console.log(JSON.stringify({ test, seed: SEED, figure, limit, pass }));
  if (!pass) throw new Error(`${test}: ${figure} is ${beyond} ${limit} (IVY_SEED=${SEED})`);
}
