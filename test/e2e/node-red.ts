import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../helpers/ports';
import { type Line, Program, run } from '../helpers/program';
import { packOnce } from './package';
import { type NodeRedVersion, runtime } from './runtime';

export { packOnce } from './package';
export { type NodeRedVersion, nodeRedVersions } from './runtime';

export const moduleName = 'node-red-contrib-ivy-gateway';

/** A node as it stands in a flow file. */
export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

export type DeployType = 'full' | 'flows' | 'nodes' | 'reload';

/** A set of nodes as the runtime knows it: one entry of `GET /nodes`. */
export interface NodeSet {
  readonly id: string;
  readonly module: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly err?: unknown;
}

/** What the Node-RED process holds. */
export interface Resources {
  /** `address:port` of each listening server, the editor's left out. */
  readonly listeners: readonly string[];
  /** How many of each kind are alive, those included that would not keep the process running. */
  readonly alive: Readonly<Record<string, number>>;
}

/** Stock settings but for the editor's address, the update notice, and `GET /e2e/resources`. */
const SETTINGS = `
const { createHook } = require('node:async_hooks');
const { join } = require('node:path');
const stock = require(join(process.env.NODE_RED_HOME, 'settings.js'));

const KINDS = /^(Timeout|TCPWRAP|TCPSERVERWRAP|PIPEWRAP|UDPWRAP|FSEVENTWRAP|PROCESSWRAP|WORKER)$/;
const kindOf = new Map();
createHook({
  init: (id, kind) => KINDS.test(kind) && kindOf.set(id, kind),
  destroy: (id) => kindOf.delete(id),
}).enable();

function resources(uiPort) {
  const servers = process._getActiveHandles().filter(({ constructor }) => constructor.name === 'Server');
  const alive = {};
  for (const kind of kindOf.values()) alive[kind] = (alive[kind] ?? 0) + 1;
  return {
    listeners: servers
      .map((server) => server.address())
      .filter((bound) => bound && bound.port !== uiPort)
      .map(({ address, port }) => address + ':' + port)
      .sort(),
    alive,
  };
}

module.exports = {
  ...stock,
  uiHost: '127.0.0.1',
  telemetry: { enabled: false, updateNotification: false },
  flowFile: 'flows.json',
  httpAdminMiddleware: (request, response, next) => {
    if (request.path === '/e2e/resources') response.json(resources(request.socket.localPort));
    else next();
  },
};
`;

/** A new user folder as Node-RED makes it, with nothing installed; removed when the test run ends. */
export function userFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ivy-e2e-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"node-red-project","description":"A Node-RED Project","version":"0.0.1","private":true}\n',
  );
  writeFileSync(join(folder, 'settings.js'), SETTINGS);
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

/** A user folder with the package in it, ready to boot. */
export async function installedFolder(version: NodeRedVersion): Promise<string> {
  const folder = userFolder();
  await install(folder, await packOnce(), version);
  return folder;
}

export interface BootOptions {
  readonly nodeRed: NodeRedVersion;
  readonly folder: string;
  /** Added to the environment; a variable that is `undefined` is taken out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The editor's port; a free one where it is left out. */
  readonly port?: number;
}

/** Boots Node-RED on a user folder; gives it when its flows are started and its admin API answers. */
export async function boot({ nodeRed, folder, env = {}, port }: BootOptions): Promise<NodeRed> {
  const { node, redJs, env: base } = await runtime(nodeRed);
  const uiPort = port ?? (await freePort());
  const program = new Program(node, [redJs, '--userDir', folder, '--port', String(uiPort)], {
    cwd: folder,
    env: { ...base, NODE_RED_HOME: undefined, ...env },
  });
  try {
    await program.line(/Server now running at/);
    await program.line(/Started flows|Waiting for missing types/);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return new NodeRed(`http://127.0.0.1:${uiPort}`, program);
}

/** A running Node-RED, steered through its admin API. */
export class NodeRed {
  constructor(
    readonly url: string,
    readonly program: Program,
  ) {}

  get log(): readonly Line[] {
    return this.program.lines;
  }

  /** Asks the admin API; throws its answer where it is no success. */
  async admin(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(this.url + path, {
      ...init,
      headers: { accept: 'application/json', connection: 'close', ...init.headers },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The sets of nodes that this package has brought. */
  async nodeSets(): Promise<NodeSet[]> {
    const sets = (await this.admin('/nodes')) as NodeSet[];
    return sets.filter(({ module }) => module === moduleName);
  }

  /** Deploys flows, and waits until they have started; gives the ms that took. */
  async deploy(flows: readonly FlowNode[], type: DeployType = 'full'): Promise<number> {
    const from = this.log.length;
    const begin = Date.now();
    await this.admin('/flows', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'node-red-api-version': 'v2',
        'node-red-deployment-type': type,
      },
      body: JSON.stringify({ flows }),
    });
    const { at } = await this.program.line(/Started (modified )?(flows|nodes)|missing types/, {
      from,
    });
    return at - begin;
  }

  async example(title: string): Promise<FlowNode[]> {
    const path = `/library/examples/flows/${moduleName}/${encodeURIComponent(title)}`;
    return (await this.admin(path)) as FlowNode[];
  }

  /** Imports an example of the package as the editor's import menu would, and deploys it. */
  async importExample(title: string): Promise<void> {
    await this.deploy(await this.example(title));
  }

  async resources(): Promise<Resources> {
    return (await this.admin('/e2e/resources')) as Resources;
  }

  /** Stops Node-RED as a service manager would. */
  async stop(): Promise<void> {
    await this.program.stop();
  }
}
