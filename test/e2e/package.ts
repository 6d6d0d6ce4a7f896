import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../helpers/program';
import { root } from './runtime';

let packed: Promise<string> | undefined;

/** The path of the tarball that users would install, built and packed once a test run, and removed after it. */
export function packOnce(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  // A folder of its own: test runs of several clones may share one node_modules.
  const folder = mkdtempSync(join(tmpdir(), 'ivy-pack-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await run('npm', ['run', 'build'], { cwd: root });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const [tarball = ''] = readdirSync(folder);
  return join(folder, tarball);
}
