import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../helpers/program';
import { packOnce } from './package';
import { type NodeRedVersion, runtime } from './runtime';

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new user folder as Node-RED makes it, with nothing installed; removed when the test run ends. */
export function userFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ivy-e2e-'));
  folders.push(folder);
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"node-red-project","description":"A Node-RED Project","version":"0.0.1","private":true}\n',
  );
  copyFileSync(join(__dirname, 'settings.cjs'), join(folder, 'settings.js'));
  return folder;
}

/** Installs a tarball as the palette manager of that Node-RED would. */
export async function install(
  folder: string,
  tarball: string,
  version: NodeRedVersion,
): Promise<void> {
  const { env } = await runtime(version);
  const palette = '--no-audit --no-update-notifier --no-fund --save --save-prefix=~ --omit=dev';
  await run('npm', ['install', ...palette.split(' '), '--engine-strict', '--', tarball], {
    cwd: folder,
    env,
  });
}

const installs = new Map<NodeRedVersion, Promise<string>>();

/** A user folder with the package in it, ready to boot: a copy of what was installed once a test run. */
export async function installedFolder(version: NodeRedVersion): Promise<string> {
  const install = installs.get(version) ?? installOnce(version);
  installs.set(version, install);
  const folder = userFolder();
  cpSync(await install, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

async function installOnce(version: NodeRedVersion): Promise<string> {
  const folder = userFolder();
  await install(folder, await packOnce(), version);
  return folder;
}
