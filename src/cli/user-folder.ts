import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PACKAGE_NAME, PACKAGE_ROOT } from './package-root';

const FOLDER = '.ivy-gateway';

/** Node-RED's user folder: IVY_USER_DIR, in a clone ./.ivy-gateway, elsewhere ~/.ivy-gateway. */
export function userFolder(): string {
  const asked = process.env.IVY_USER_DIR?.trim();
  if (asked) return resolve(asked);
  return existsSync(join(PACKAGE_ROOT, 'build.mjs'))
    ? join(PACKAGE_ROOT, FOLDER)
    : join(homedir(), FOLDER);
}

/**
 * Settings for a gateway of its own: the editor on loopback until it has users, quiet logs, no telemetry.
 * Written once, readable by their owner only; from then on the file is the user's.
 */
function settings(credentialSecret: string): string {
  return `// Node-RED's settings for this gateway; see https://nodered.org/docs/user-guide/runtime/configuration
module.exports = {
  flowFile: 'flows.json',
  // Encrypts passwords and keys in the flow. Keep it: without it they must be entered again.
  credentialSecret: '${credentialSecret}',
  // The editor can do everything on this machine: set adminAuth before you open it to others.
  uiHost: '127.0.0.1',
  uiPort: process.env.HTTP_PORT || 1880,
  logging: { console: { level: process.env.LOG_LEVEL || 'warn', metrics: false, audit: false } },
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { projects: { enabled: false } },
};
`;
}

/** Makes the folder where Node-RED finds this package, its settings and its flows. */
export function prepareUserFolder(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  listPackage(join(folder, 'package.json'));
  linkPackage(join(modules, PACKAGE_NAME));
  const file = join(folder, 'settings.js');
  if (existsSync(file)) return;
  writeFileSync(file, settings(randomBytes(24).toString('base64url')), { mode: 0o600 });
}

function listPackage(file: string): void {
  const content = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { name: 'ivy-gateway-user', description: 'A gateway for electricity meters', private: true };
  if (content.dependencies?.[PACKAGE_NAME]) return;
  content.dependencies = { ...content.dependencies, [PACKAGE_NAME]: `file:${PACKAGE_ROOT}` };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** A link that an earlier start has made may point to a folder that has moved. What npm installed stays. */
function linkPackage(link: string): void {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found && !found.isSymbolicLink()) return;
  if (found) rmSync(link);
  symlinkSync(PACKAGE_ROOT, link, 'junction');
}
