import { spawnSync } from 'node:child_process';
import type { Context } from 'mocha';

/** Programs that were missing, with the Debian package that has each. */
const missing = new Map<string, string>();

/**
 * Skips the test that calls it where `program` is not installed, and says so at the end of the run.
 * With IVY_CI=1 in the environment the test fails instead: there, everything is to be tested.
 */
export function needs(test: Context, program: string, aptPackage: string): void {
  if (isInstalled(program)) return;
  if (process.env['IVY_CI'] === '1') {
    throw new Error(`${program} is missing: apt-get install ${aptPackage}`);
  }
  missing.set(program, aptPackage);
  test.skip();
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v -- "$0"', program]).status === 0;
}

// This module is first loaded outside any `describe`, so the hook runs after all files.
after('name the programs that were missing', () => {
  for (const [program, aptPackage] of missing) {
    console.log(`  skipped what needs ${program}: apt-get install ${aptPackage}`);
  }
});
