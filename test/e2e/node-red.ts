import { freePort } from '../helpers/ports';
import { type Line, Program } from '../helpers/program';
import { type NodeRedVersion, runtime } from './runtime';

export { packOnce } from './package';
export { type NodeRedVersion, nodeRedVersions } from './runtime';
export { install, installedFolder, userFolder } from './user-folder';

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

export interface BootOptions {
  readonly nodeRed: NodeRedVersion;
  readonly folder: string;
  /** Added to the environment; a variable that is `undefined` is taken out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Boots Node-RED on a user folder and a free port; gives it when its flows are started and its admin API answers. */
export async function boot({ nodeRed, folder, env = {} }: BootOptions): Promise<NodeRed> {
  const { node, redJs, env: base } = await runtime(nodeRed);
  const port = await freePort();
  const program = new Program(node, [redJs, '--userDir', folder, '--port', String(port)], {
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
  return new NodeRed(`http://127.0.0.1:${port}`, program);
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

  /** Deploys flows, and waits until they have started. */
  async deploy(flows: readonly FlowNode[], type: DeployType = 'full'): Promise<void> {
    const from = this.log.length;
    await this.admin('/flows', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'node-red-api-version': 'v2',
        'node-red-deployment-type': type,
      },
      body: JSON.stringify({ flows }),
    });
    await this.program.line(/Started (modified )?(flows|nodes)|missing types/, { from });
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

  async kill(): Promise<void> {
    this.program.signal('SIGKILL');
    await this.program.exited;
  }
}
