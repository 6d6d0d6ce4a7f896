import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { run } from '../helpers/program';

/** The two Node-REDs that the package is promised for: 5.0 on Node 24, 4.1 on Node 20. */
export type NodeRedVersion = '5.0' | '4.1';
export const nodeRedVersions: readonly NodeRedVersion[] = ['5.0', '4.1'];

export interface Runtime {
  /** The executable that runs Node-RED. */
  readonly node: string;
  readonly redJs: string;
  /** The environment in which `node`, and so `npm`, is that executable. */
  readonly env: NodeJS.ProcessEnv;
}

export const root = resolve(__dirname, '..', '..');
/** What is slow to fetch and the same for every run; `npm ci` clears it. */
export const cache = join(root, 'node_modules', '.cache', 'ivy-e2e');

const runtimes = new Map<NodeRedVersion, Promise<Runtime>>();

export function runtime(version: NodeRedVersion): Promise<Runtime> {
  const found = runtimes.get(version) ?? (version === '5.0' ? current() : oldest());
  runtimes.set(version, found);
  return found;
}

async function current(): Promise<Runtime> {
  return runtimeOf(
    join(root, 'node_modules', 'node', 'bin', 'node'),
    join(root, 'node_modules', 'node-red'),
  );
}

async function oldest(): Promise<Runtime> {
  const node = systemNode20() ?? join(await installed('node@20', 'node'), 'bin', 'node');
  return runtimeOf(node, await installed('node-red@4.1.15', 'node-red'));
}

function runtimeOf(node: string, nodeRed: string): Runtime {
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  return { node, redJs: join(nodeRed, 'red.js'), env };
}

/** Folders of node_modules are left out: npm puts the development install's own Node there. */
function systemNode20(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((node) => existsSync(node) && majorVersion(node) === 20);
}

function majorVersion(node: string): number {
  return Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]']));
}

/** A package of the registry in a cache folder of its own; gives the package's folder. */
async function installed(specifier: string, name: string): Promise<string> {
  const folder = join(cache, specifier);
  const done = join(folder, 'installed');
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    await run('npm', ['install', '--no-audit', '--no-fund', specifier], {
      cwd: folder,
    });
    writeFileSync(done, '');
  }
  return join(folder, 'node_modules', name);
}
