import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import helper, { type TestFlows } from 'node-red-node-test-helper';
import should from 'should';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import type { Gateway } from '../../src/gateway';
import { Caller } from '../helpers/caller';
import { type Flow, load, type NodeConfig, unload } from '../helpers/flow';
import { freePorts } from '../helpers/ports';
import { until } from '../helpers/until';

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311501114070';
const LISTENING = /links/;
const SAME_ID = 'GATEWAY_ID: "one" is the id of another ivy-gateway';

const variable = (name: string): string => `\${${name}}`;

describe('several gateways', () => {
  let ports: readonly number[];
  let flow: Flow;
  const callers: Caller[] = [];

  beforeEach(async () => {
    ports = await freePorts(2);
  });

  afterEach(async () => {
    for (const caller of callers.splice(0)) caller.hangUp();
    await unload();
  });

  /** A gateway and its listener in the flow, for each of the ids. */
  const side = (ids: readonly [string, string]): readonly NodeConfig[] =>
    ids.flatMap((gatewayId, index) => [
      { id: `gw${index}`, type: 'ivy-gateway', gatewayId },
      {
        id: `listener${index}`,
        type: 'ivy-tcp-listener',
        gateway: `gw${index}`,
        host: '127.0.0.1',
        port: ports[index],
      },
    ]);

  /** The same within a subflow, of which there are two. */
  const within = (ids: readonly [string, string]): readonly NodeConfig[] => {
    const z = 'subflow';
    const inside = { z, x: 1, y: 1, wires: [] };
    return [
      { id: z, type: 'subflow', name: 'gateway', in: [], out: [], env: [] },
      { id: 'gw', type: 'ivy-gateway', z, gatewayId: variable('GATEWAY_ID') },
      {
        id: 'listener',
        type: 'ivy-tcp-listener',
        gateway: 'gw',
        host: '127.0.0.1',
        port: variable('TCP_PORT'),
        ...inside,
      },
      ...ids.map((id, index) => ({
        id: `instance${index}`,
        type: `subflow:${z}`,
        env: [
          { name: 'GATEWAY_ID', type: 'str', value: id },
          { name: 'TCP_PORT', type: 'str', value: String(ports[index]) },
        ],
      })),
    ];
  };

  const begin = async (nodes: readonly NodeConfig[]): Promise<void> => {
    flow = await load([gateway, listener], nodes);
  };

  /** A full deploy of what was changed. */
  const deploy = async (change: (node: NodeConfig) => object | undefined): Promise<void> => {
    const nodes = flow.configuration as unknown as readonly NodeConfig[];
    await helper.setFlows(nodes.flatMap((node) => change(node) ?? []) as TestFlows, 'full');
    await flow.ready();
  };

  const gatewayAt = async (id: string): Promise<Gateway> => {
    const { gateway: found } = flow.node(id) as GatewayNode;
    if (!found) throw new Error(`${id} has no gateway`);
    await found.ready;
    return found;
  };

  const dialIn = async (port: number | undefined): Promise<void> => {
    const caller = await Caller.dial(port ?? 0);
    callers.push(caller);
    caller.say(HEARTBEAT);
  };

  const meets = ({ directory }: Gateway): Promise<true> =>
    until(
      () => directory.find(METER)?.state === 'online' || undefined,
      2_000,
      () => 'the meter is not online',
    );

  const expectApart = async (ids: readonly string[], listeners: readonly string[]) => {
    for (const id of listeners) await flow.statusMatching(id, LISTENING);
    const [one, two] = await Promise.all(ids.map(gatewayAt));
    if (!one || !two) throw new Error('two gateways are expected');
    await dialIn(ports[1]);
    await meets(two);
    should(one.directory.find(METER)).equal(undefined);
    for (const { options, store } of [one, two]) {
      const folder = options.folder ?? '';
      basename(folder).should.equal(options.id);
      (await readdir(folder)).should.containEql('store');
      store.durable.should.be.true();
    }
  };

  it('each have meters and a folder of their own', async () => {
    await begin(side(['one', 'two']));
    await expectApart(['gw0', 'gw1'], ['listener0', 'listener1']);
  });

  it('may be in one subflow, whose instances give each its id', async () => {
    await begin(within(['one', 'two']));
    await expectApart(
      ['instance0-gw', 'instance1-gw'],
      ['instance0-listener', 'instance1-listener'],
    );
  });

  it('of one id in the instances of a subflow are an error that says so', async () => {
    await begin(within(['one', 'one']));
    await flow.statusMatching('instance0-listener', LISTENING);
    flow.logged('instance1-gw').should.eql([SAME_ID]);
    flow.status('instance1-listener').should.containEql({ fill: 'red' });
  });

  it('of one id: the second comes alive with the full deploy that removes the first', async () => {
    await begin(side(['one', 'one']));
    flow.logged('gw1').should.eql([SAME_ID]);
    await deploy((node) => (/0$/.test(node.id) ? undefined : node));
    await flow.statusMatching('listener1', LISTENING);
    const { store } = await gatewayAt('gw1');
    store.durable.should.be.true();
  });

  it('may swap their ids in one deploy, and each finds the memory of its id', async () => {
    await begin(side(['one', 'two']));
    await (await gatewayAt('gw0')).store.values.set('whose', 'one');
    await deploy((node) => ({
      ...node,
      ...(node.id === 'gw0' && { gatewayId: 'two' }),
      ...(node.id === 'gw1' && { gatewayId: 'one' }),
    }));
    should((await gatewayAt('gw1')).store.values.get('whose')).equal('one');
    (await gatewayAt('gw0')).store.values.has('whose').should.be.false();
    flow.logged('gw0').concat(flow.logged('gw1')).should.eql([]);
  });
});

describe("a gateway's memory", () => {
  let flow: Flow;

  beforeEach(async () => {
    flow = await load([gateway], [{ id: 'gw', type: 'ivy-gateway' }]);
  });

  afterEach(unload);

  const here = (): Gateway => (flow.node('gw') as GatewayNode).gateway as Gateway;

  it('stays open over a deploy', async () => {
    const { store } = here();
    await flow.redeploy();
    here().store.should.equal(store);
    await store.values.set('still', 'written');
  });

  it('is there again after the node was removed, and made anew', async () => {
    await here().store.values.set('kept', true);
    await helper.setFlows([], 'full');
    await flow.redeploy();
    should(here().store.values.get('kept')).equal(true);
  });

  it('is told once not to last where its folder cannot be used', async () => {
    const folder = here().options.folder ?? '';
    await helper.setFlows([], 'full');
    await rm(dirname(folder), { recursive: true });
    await writeFile(dirname(folder), '');
    await flow.redeploy();
    const { store } = here();
    store.durable.should.be.false();
    flow.logged('gw').should.eql([`nothing will be remembered over a restart: ${store.reason}`]);
    String(store.reason).should.match(/^ENOTDIR|^EEXIST/);
  });
});
