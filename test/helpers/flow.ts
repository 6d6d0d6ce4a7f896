import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node, NodeAPI, NodeInitializer, NodeMessage } from 'node-red';
import RED from 'node-red';
import helper, { type TestFlows } from 'node-red-node-test-helper';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { until } from './until';

export type Fields = Readonly<Record<string, unknown>>;

/** A message that came out of a node. Which properties are there is what tests are about. */
export interface Seen extends Fields {
  readonly payload: Fields;
  readonly meter: Fields;
  readonly parts: Fields;
  readonly request: Fields;
  /** What a Catch node adds. */
  readonly error: Fields;
}

export interface NodeConfig {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface Status {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

const PATIENCE = 2_000;
const TAB = 'tab';
const CONFIG_TYPES = ['ivy-gateway', 'tls-config', 'subflow'];
const MOST_OUTPUTS = 4;

/** Messages that came to one place, those not looked at yet. */
class Inbox {
  readonly #messages: Seen[] = [];

  add(message: Seen): void {
    this.#messages.push(message);
  }

  next(where: string, within: number): Promise<Seen> {
    return until(
      () => this.#messages.shift(),
      within,
      () => `no message ${where} within ${within} ms`,
    );
  }

  take(): Seen[] {
    return this.#messages.splice(0);
  }
}

/**
 * A flow that runs: each node under test has a place to look at on every output, and one Catch and one
 * Complete node hear of all of them.
 */
export class Flow {
  readonly configuration: TestFlows;
  readonly #inboxes = new Map<string, Inbox>();
  /** How `done` was called, by node: the error's text, or undefined. */
  readonly #done = new Map<string, (string | undefined)[]>();
  readonly #statuses = new Map<string, Status>();
  readonly #lines: { readonly id: string; readonly text: string }[] = [];

  constructor(configuration: TestFlows) {
    this.configuration = configuration;
  }

  /** Hands a message to a node, as a wire would. */
  send(id: string, message: unknown): void {
    this.node(id).receive(message as NodeMessage);
  }

  node(id: string): Node {
    const node = helper.getNode(id);
    if (!node) throw new Error(`there is no node ${id}`);
    return node;
  }

  /** The next message on an output, counted from 1. */
  next(id: string, output = 1, within = PATIENCE): Promise<Seen> {
    return this.#inbox(`${id}:${output}`).next(`on output ${output} of ${id}`, within);
  }

  /** What has come on an output and was not looked at. */
  rest(id: string, output = 1): Seen[] {
    return this.#inbox(`${id}:${output}`).take();
  }

  /** The next message on an output for which something holds; those before it are passed over. */
  async find(
    id: string,
    output: number,
    holds: (message: Seen) => boolean,
    within = PATIENCE,
  ): Promise<Seen> {
    const deadline = Date.now() + within;
    for (;;) {
      const message = await this.next(id, output, Math.max(0, deadline - Date.now()));
      if (holds(message)) return message;
    }
  }

  /** The next message that a Catch node gets. */
  caught(within = PATIENCE): Promise<Seen> {
    return this.#inbox('catch').next('at Catch', within);
  }

  /** The next message that a Complete node gets. */
  completed(within = PATIENCE): Promise<Seen> {
    return this.#inbox('complete').next('at Complete', within);
  }

  /** What a node was told to be done, once that many messages are: the error's text, or undefined. */
  async done(id: string, count = 1): Promise<readonly (string | undefined)[]> {
    const outcomes = () => this.#done.get(id) ?? [];
    await until(
      () => (outcomes().length >= count ? true : undefined),
      PATIENCE,
      () => `${id} was done with ${outcomes().length} of ${count} messages`,
    );
    return outcomes();
  }

  /** What stands beside a node, in the editor's language. */
  status(id: string): Status {
    const { text, ...rest } = this.#statuses.get(id) ?? {};
    return text === undefined ? rest : { ...rest, text: translate(text) };
  }

  /** The status of a node once its text matches. */
  statusMatching(id: string, text: RegExp, within = PATIENCE): Promise<Status> {
    const look = () => {
      const status = this.status(id);
      return text.test(status.text ?? '') ? status : undefined;
    };
    return until(look, within, () => `${id} shows ${JSON.stringify(this.status(id))}`);
  }

  /** What a node has logged. */
  logged(id: string): string[] {
    return this.#lines.filter((line) => line.id === id).map(({ text }) => text);
  }

  /** Ports open when their gateway has its memory, and who dials before waits longer than a test does. */
  async ready(): Promise<void> {
    for (const { id } of this.configuration) {
      await (helper.getNode(id) as GatewayNode | null)?.gateway?.ready;
    }
  }

  /** Deploys the flow once more: every node is closed, and made anew. */
  async redeploy(): Promise<void> {
    await helper.setFlows(this.configuration, 'full');
    await this.ready();
  }

  /** For the loader alone. */
  listen(): () => void {
    const onStatus = ({ id, status }: { id: string; status: Status }): void => {
      this.#statuses.set(id, status);
    };
    RED.events.on('node-status', onStatus);
    RED.hooks.add('onComplete.test', ({ node, error }) => {
      const outcomes = this.#done.get(node.id) ?? [];
      this.#done.set(node.id, [...outcomes, error?.message]);
    });
    const log = new EventEmitter();
    log.on('log', ({ id = '', msg }: { id?: string; msg?: unknown }) => {
      this.#lines.push({ id, text: String(msg) });
    });
    RED.log.addHandler(log);
    return () => {
      RED.events.off('node-status', onStatus);
      RED.hooks.remove('*.test');
      RED.log.removeHandler(log);
    };
  }

  hear(id: string, message: Seen): void {
    this.#inbox(id).add(message);
  }

  #inbox(id: string): Inbox {
    const inbox = this.#inboxes.get(id) ?? new Inbox();
    this.#inboxes.set(id, inbox);
    return inbox;
  }
}

/** The octets of a message's payload as hex; throws where it is no Buffer. */
export function hexOf({ payload }: { readonly payload: unknown }): string {
  if (!Buffer.isBuffer(payload)) throw new TypeError(`not a Buffer: ${String(payload)}`);
  return payload.toString('hex');
}

let stopListening: (() => void) | undefined;
let userFolder = '';

/**
 * Loads nodes and starts them. Nodes that have an input or outputs are put on the tab and wired; those of a
 * type in `configs` are config nodes.
 */
export async function load(
  types: readonly NodeInitializer[],
  nodes: readonly NodeConfig[],
  credentials: Readonly<Record<string, object>> = {},
): Promise<Flow> {
  const flow = new Flow(flowOf(nodes) as TestFlows);
  stopListening = flow.listen();
  const ear: NodeInitializer = (red: NodeAPI) => {
    red._ = ((key: string, parameters?: Fields) => translate(key, parameters)) as NodeAPI['_'];
    red.nodes.registerType('ear', function ear(this: Node, config) {
      red.nodes.createNode(this, config);
      this.on('input', (message, _send, done) => {
        flow.hear(this.id, message as unknown as Seen);
        done();
      });
    });
  };

  userFolder = await mkdtemp(join(tmpdir(), 'ivy-flow-'));
  helper.settings({ userDir: userFolder });
  await helper.load([ear, ...types], flow.configuration, credentials);
  await flow.ready();
  return flow;
}

/**
 * Ends the flow, if one runs; for `afterEach`. Its nodes are deleted first: of those that were only stopped,
 * the next flow would get what they leave to their successors.
 */
export async function unload(): Promise<void> {
  if (!stopListening) return;
  await helper.setFlows([], 'full');
  await helper.unload();
  stopListening();
  stopListening = undefined;
  await rm(userFolder, { recursive: true });
}

function flowOf(nodes: readonly NodeConfig[]): object[] {
  const isConfig = ({ type }: NodeConfig) => CONFIG_TYPES.includes(type);
  const wired = nodes.filter((node) => !isConfig(node));
  const onTab = { z: TAB, x: 1, y: 1 };
  const ears = [...wired.flatMap(({ id }) => outputsOf(id)), 'catch', 'complete'];
  return [
    { id: TAB, type: 'tab' },
    ...nodes.filter(isConfig),
    ...wired.map((node) => ({ wires: outputsOf(node.id).map((ear) => [ear]), ...onTab, ...node })),
    { id: 'the-catch', type: 'catch', scope: null, wires: [['catch']], ...onTab },
    {
      id: 'the-complete',
      type: 'complete',
      scope: wired.map(({ id }) => id),
      wires: [['complete']],
      ...onTab,
    },
    ...ears.map((id) => ({ id, type: 'ear', wires: [], ...onTab })),
  ];
}

function outputsOf(id: string): string[] {
  return Array.from({ length: MOST_OUTPUTS }, (_, index) => `${id}:${index + 1}`);
}

/** The English text of a key, as the editor shows it; text that is no key of ours stays as it is. */
function translate(key: string, parameters: Fields = {}): string {
  const type = /^([a-z0-9-]+)\.status\./.exec(key)?.[1];
  if (type === undefined) return key;
  const file = join(__dirname, '../../nodes', type, 'locales/en-US', `${type}.json`);
  if (!existsSync(file)) return key;
  const catalogue = JSON.parse(readFileSync(file, 'utf8'));
  const textOf = (name: string): unknown =>
    name.split('.').reduce<unknown>((texts, part) => (texts as Fields)?.[part], catalogue);
  const plural = new Intl.PluralRules('en-US').select(Number(parameters['count']));
  const text = textOf(`${key}_${plural}`) ?? textOf(key);
  if (typeof text !== 'string') throw new Error(`the catalogue has no ${key}`);
  return text.replace(/__(\w+)__/g, (_, name) => String(parameters[name]));
}
