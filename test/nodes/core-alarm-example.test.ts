import 'should';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NodeInitializer } from 'node-red';
import { type Flow, load, type NodeConfig, unload } from '../helpers/flow';

const requireCore = createRequire(require.resolve('node-red'));
const core = (file: string): NodeInitializer =>
  requireCore(`@node-red/nodes/core/function/${file}`);

const EXAMPLE: readonly (NodeConfig & { readonly name: string })[] = JSON.parse(
  readFileSync(join(__dirname, '../../examples/Overvoltage with core nodes.json'), 'utf8'),
);
const STATE = ['switch', 'trigger', 'rbe'];
const TAB = 'tab';

describe('the example "Overvoltage with core nodes"', () => {
  afterEach(unload);

  /** The example's nodes, but for inject and debug, with a shorter delay. */
  async function run(): Promise<Flow> {
    const nodes = EXAMPLE.filter(({ type }) => [...STATE, 'change'].includes(type));
    const last = nodes.find(({ name }) => name === 'event');
    const flow = nodes.map((node) => ({
      ...node,
      z: TAB,
      ...(node.type === 'trigger' && { duration: '300', units: 'ms' }),
      ...(node === last && { wires: [[`${node.id}:1`]] }),
    }));
    return load(['10-switch', '15-change', '89-trigger', 'rbe'].map(core), flow);
  }

  function idOf(name: string): string {
    const node = EXAMPLE.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`no node ${name}`);
    return node.id;
  }

  function read(flow: Flow, value: number, register = 'VOLTAGE_A'): void {
    const topic = 'ivy/v1/meters/000000001234/telemetry';
    const payload = { meterId: '000000001234', register, value, unit: 'V' };
    flow.send(idOf('phase A'), { topic, payload });
  }

  it('decides with switch, trigger and filter only', () => {
    const types = new Set(EXAMPLE.map(({ type }) => type));
    const others = ['tab', 'comment', 'inject', 'change', 'debug'];
    [...types].filter((type) => !others.includes(type)).should.eql(STATE);
  });

  it('raises and clears once each, by the event that alarm-threshold gives', async () => {
    const flow = await run();
    const event = idOf('event');
    read(flow, 240);
    (await flow.next(event)).payload.should.match({ event: 'alarm_cleared:overvoltage' });
    for (const value of [251, 248, 252]) read(flow, value);
    const { payload, ...message } = await flow.next(event);
    payload.should.match({
      meterId: '000000001234',
      event: 'alarm:overvoltage',
      severity: 'warning',
      data: { register: 'VOLTAGE_A', threshold: 250, unit: 'V', severity: 'warning' },
    });
    message.should.match({ topic: 'ivy/v1/meters/000000001234/events', qos: 1, retain: false });
    read(flow, 253);
    read(flow, 250, 'VOLTAGE_B');
    read(flow, 245);
    (await flow.next(event)).payload.should.match({ event: 'alarm_cleared:overvoltage' });
    flow.rest(event).should.eql([]);
  });

  it('raises nothing where the voltage is back before the delay is over', async () => {
    const flow = await run();
    const event = idOf('event');
    read(flow, 251);
    read(flow, 240);
    (await flow.next(event)).payload.should.match({ event: 'alarm_cleared:overvoltage' });
    read(flow, 251);
    const raised = await flow.next(event);
    raised.payload.should.match({ event: 'alarm:overvoltage' });
    flow.rest(event).should.eql([]);
  });
});
