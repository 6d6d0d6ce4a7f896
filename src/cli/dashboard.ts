import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findInstalled } from './package-root';
import { agrees, processTerminal } from './terminal';

const NAME = '@flowfuse/node-red-dashboard';
/** What the pages are made for. */
const VERSION = '~1.31.0';
/** In the user folder: where it is installed to, apart from what the palette manager keeps there. */
const OWN_FOLDER = 'dashboard';

/**
 * Puts the dashboard's nodes where Node-RED finds them: those that are there, that this package has beside it, or
 * that the user lets be installed. False where there are none.
 */
export async function bringDashboard(folder: string): Promise<boolean> {
  const place = join(folder, 'node_modules', NAME);
  if (existsSync(place)) return true;
  const found = findInstalled(NAME)?.folder ?? (await installed(folder));
  if (!found) return false;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(found, place, 'junction');
  return true;
}

/** The folder of the package where the user wants it, and npm could fetch it. */
async function installed(folder: string): Promise<string | undefined> {
  if (!(await agrees('Install the dashboard (some 60 MB from npm)?'))) return undefined;
  const own = join(folder, OWN_FOLDER);
  mkdirSync(own, { recursive: true });
  const args = ['install', '--prefix', own, '--omit=dev', '--no-audit', '--no-fund'];
  const npm = spawn('npm', [...args, `${NAME}@${VERSION}`], {
    cwd: own,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(npm, 'exit').catch(() => [1]);
  if (code === 0) return join(own, 'node_modules', NAME);
  processTerminal.complain('The dashboard could not be installed; the gateway runs without it.');
  return undefined;
}
