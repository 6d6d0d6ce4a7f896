import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const PACKAGE_NAME = 'node-red-contrib-ivy-gateway';

/** The package's own folder: this file is dist/src/cli/package-root.js in it. */
export const PACKAGE_ROOT = join(__dirname, '..', '..', '..');

export interface Installed {
  readonly folder: string;
  readonly version: string;
  /** What `engines.node` asks for. */
  readonly node: string;
}

/** A package that is installed beside this one or in the current folder; undefined where there is none. */
export function findInstalled(name: string): Installed | undefined {
  for (const from of [PACKAGE_ROOT, process.cwd()]) {
    try {
      const file = createRequire(join(from, 'package.json')).resolve(`${name}/package.json`);
      const { version, engines } = JSON.parse(readFileSync(file, 'utf8'));
      return { folder: join(file, '..'), version, node: engines?.node ?? '' };
    } catch {
      // Not there: the next place is looked at.
    }
  }
  return undefined;
}
