import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeInitializer } from 'node-red';
import helper from 'node-red-node-test-helper';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import dlt645Encode from '../../nodes/dlt645-encode/dlt645-encode';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import command from '../../nodes/ivy-command/ivy-command';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import broker from '../../nodes/ivy-mqtt-broker/ivy-mqtt-broker';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import obisMap from '../../nodes/obis-map/obis-map';
import { type Flow, load, type NodeConfig, type Seen } from '../helpers/flow';

interface ExampleNode extends NodeConfig {
  readonly name: string;
  readonly wires?: readonly (readonly string[])[];
}

const OURS = [
  ...[gateway, listener, dlmsPoller, dlt645Poller, dlt645Decode, dlt645Encode],
  ...[dlmsDecode, obisMap, command, broker],
];
const CORE = [
  'common/20-inject',
  'network/31-tcpin',
  'network/10-mqtt',
  'function/10-function',
  'function/10-switch',
  'function/15-change',
  'parsers/70-CSV',
];
/** Of the harness, which has its own. */
const LEFT_OUT = ['tab', 'comment', 'catch'];
const PATIENCE = 8_000;

/** An example that runs as it is, with a place to look at for each of its debug nodes. */
export class Example {
  readonly #flow: Flow;
  readonly #nodes: readonly ExampleNode[];

  private constructor(flow: Flow, nodes: readonly ExampleNode[]) {
    this.#flow = flow;
    this.#nodes = nodes;
  }

  /** @param secret The gateway's, which wraps keys of meters. */
  static async start(title: string, secret?: string): Promise<Example> {
    const text = readFileSync(join(__dirname, `../../examples/${title}.json`), 'utf8');
    const nodes = JSON.parse(text) as ExampleNode[];
    const isDebug = (id: string) => nodes.some((node) => node.id === id && node.type === 'debug');
    const running = nodes
      .filter(({ type }) => !LEFT_OUT.includes(type))
      .map((node) => (isDebug(node.id) ? { id: `${node.id}:1`, type: 'ear' } : node))
      .map(({ wires, ...node }: { id: string; type: string; wires?: ExampleNode['wires'] }) => ({
        ...node,
        ...(wires && {
          wires: wires.map((ids) => ids.map((id) => (isDebug(id) ? `${id}:1` : id))),
        }),
      }));
    const core = CORE.map((path) => require(`@node-red/nodes/core/${path}.js`) as NodeInitializer);
    const gateways = nodes.filter(({ type }) => type === 'ivy-gateway');
    const credentials = secret === undefined ? [] : gateways.map(({ id }) => [id, { secret }]);
    const flow = await load([...OURS, ...core], running, Object.fromEntries(credentials));
    return new Example(flow, nodes);
  }

  click(name: string): void {
    this.#flow.send(this.#idOf('inject', name), {});
  }

  /** The next message at a debug node. */
  at(name: string): Promise<Seen> {
    return this.#flow.next(this.#idOf('debug', name), 1, PATIENCE);
  }

  /** Puts meters into the list of the gateway, as its dialog does. */
  async list(...meters: readonly object[]): Promise<void> {
    await helper
      .request()
      .put(`/ivy-gateway/${this.#idOf('ivy-gateway')}/meters`)
      .send(meters)
      .expect(200);
  }

  #idOf(type: string, name?: string): string {
    const found = this.#nodes.find(
      (node) => node.type === type && (name === undefined || node.name === name),
    );
    if (!found) throw new Error(`no ${type} node ${name}`);
    return found.id;
  }
}
