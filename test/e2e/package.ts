import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../helpers/program';
import { cache, root } from './runtime';

let packed: Promise<string> | undefined;

/** The path of the tarball that users would install, built and packed once a test run. */
export function packOnce(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  const folder = join(cache, 'tarball');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run('npm', ['run', 'build'], { cwd: root });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const [tarball = ''] = readdirSync(folder);
  return join(folder, tarball);
}
