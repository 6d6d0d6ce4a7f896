import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure';

/**
 * `npm run bench`: each figure beside its baseline in the same run, as a ratio, because the speed of a
 * machine says little. Exits 1 where a ratio misses its aim.
 */
async function main(): Promise<void> {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.bench.ts'));
  let missed = 0;
  for (const file of files.sort()) {
    const { run } = (await import(join(__dirname, file))) as { run: () => Promise<Figure[]> };
    for (const figure of await run()) {
      const ratio = figure.ours / figure.baseline;
      if (ratio < figure.aim) missed++;
      console.log(line(figure, ratio));
    }
  }
  if (missed > 0) process.exitCode = 1;
}

function line({ name, ours, baseline, against, unit, aim }: Figure, ratio: number): string {
  const verdict = ratio < aim ? `misses its aim of ${aim}` : `aim ${aim}`;
  return `${name}: ${rounded(ours)} ${unit}, ${ratio.toFixed(2)} of ${against} (${rounded(baseline)}); ${verdict}`;
}

function rounded(figure: number): string {
  return Math.round(figure).toLocaleString('en');
}

void main();
