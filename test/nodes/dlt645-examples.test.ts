import 'should';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeInitializer } from 'node-red';
import dlt645Decode from '../../nodes/dlt645-decode/dlt645-decode';
import dlt645Encode from '../../nodes/dlt645-encode/dlt645-encode';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { type Flow, load, type NodeConfig, type Seen, unload } from '../helpers/flow';

interface ExampleNode extends NodeConfig {
  readonly name: string;
  readonly wires?: readonly (readonly string[])[];
}

const OURS = [gateway, listener, dlt645Poller, dlt645Decode, dlt645Encode];
const CORE = [
  'common/20-inject',
  'network/31-tcpin',
  'function/10-function',
  'function/10-switch',
  'function/15-change',
];
/** Of the harness, which has its own. */
const LEFT_OUT = ['tab', 'comment', 'catch'];
const PATIENCE = 8_000;

/** An example that runs as it is, with a place to look at for each of its debug nodes. */
class Example {
  readonly #flow: Flow;
  readonly #nodes: readonly ExampleNode[];

  private constructor(flow: Flow, nodes: readonly ExampleNode[]) {
    this.#flow = flow;
    this.#nodes = nodes;
  }

  static async start(title: string): Promise<Example> {
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
    return new Example(await load([...OURS, ...core], running), nodes);
  }

  click(name: string): void {
    this.#flow.send(this.#idOf('inject', name), {});
  }

  /** The next message at a debug node. */
  at(name: string): Promise<Seen> {
    return this.#flow.next(this.#idOf('debug', name), 1, PATIENCE);
  }

  #idOf(type: string, name: string): string {
    const found = this.#nodes.find((node) => node.type === type && node.name === name);
    if (!found) throw new Error(`no ${type} node ${name}`);
    return found.id;
  }
}

describe('DL/T 645 examples', function () {
  this.timeout(20_000);
  afterEach(unload);

  describe('Decode a DL-T 645 frame', () => {
    for (const [inject, reading] of [
      ['a voltage', { register: 'VOLTAGE_A', value: 230.5, unit: 'V' }],
      ['energy by the edition of 1997', { dataId: '0x9010', value: 2463.48, unit: 'kWh' }],
      ['run-state word 3: the relay is open', { register: 'RUN_STATE_3', value: 16 }],
      [
        'maximum demand and its time',
        { value: 12_345.6, unit: 'W', meterTime: '2026-01-30T07:30:00' },
      ],
      ['the phases in three parts', { register: 'VOLTAGE_A', value: 220.5 }],
      ['a register of the user’s own', { register: 'VALVE', value: 12.34, unit: '%' }],
    ] as const) {
      it(`gives a reading of ${inject}`, async () => {
        const example = await Example.start('Decode a DL-T 645 frame');
        example.click(inject);
        (await example.at('readings')).payload.should.containEql(reading);
      });
    }

    it('names a refusal', async () => {
      const example = await Example.start('Decode a DL-T 645 frame');
      example.click('a refusal');
      const { payload } = await example.at('what the frame says');
      payload.should.containEql({ error: true, errorBits: ['noData'] });
    });

    it('encodes a request', async () => {
      const example = await Example.start('Decode a DL-T 645 frame');
      example.click('read the frequency');
      const { payload } = await example.at('decoded again');
      payload.should.containEql({ type: 'read', di: '02800002', address: '000000001234' });
      payload.should.containEql({ leadBytes: 4 });
    });
  });

  it('Read a meter on a serial port reads by itself', async () => {
    const example = await Example.start('Read a meter on a serial port');
    const { payload } = await example.at('readings');
    payload.should.containEql({ register: 'TOTAL_ACTIVE_IMPORT', value: 123_456.78 });
  });

  it('Several meters behind one modem are read by their own addresses', async () => {
    const example = await Example.start('Several meters behind one modem');
    const sets = [
      await example.at('readings of each meter'),
      await example.at('readings of each meter'),
    ].map(({ payload }) => payload);
    sets
      .sort((a, b) => String(a['meterId']).localeCompare(String(b['meterId'])))
      .should.match([
        {
          meterId: '000000001001',
          values: { TOTAL_ACTIVE_IMPORT: { value: 123.45 }, VOLTAGE_A: { value: 230.1 } },
        },
        {
          meterId: '000000001002',
          values: { TOTAL_ACTIVE_IMPORT: { value: 678.9 }, VOLTAGE_A: { value: 229.8 } },
        },
      ]);
    const { payload } = await example.at('failures and summary');
    payload.should.containEql({ read: 3, refused: 0, failed: 0 });
  });

  it('Ask a meter by raw frames knows a modem by its own login packet, and gives answers', async () => {
    const example = await Example.start('Ask a meter by raw frames');
    const { payload } = await example.at('meters come and go');
    payload.should.containEql({ meterId: '000000001001', state: 'online' });
    example.click('read the energy');
    (await example.at('answers')).meter.should.containEql({ id: '000000001001' });
    const { payload: reading } = await example.at('readings');
    reading.should.containEql({ register: 'TOTAL_ACTIVE_IMPORT', value: 123.45, unit: 'kWh' });
    example.click('switch the relay: refused');
    (await example.at('answers')).error.should.containEql({ code: 'relay-disabled' });
  });
});
