import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Node, NodeAPI } from 'node-red';
import helper, { type TestFlows } from 'node-red-node-test-helper';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import broker from '../../nodes/ivy-mqtt-broker/ivy-mqtt-broker';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { Caller } from '../helpers/caller';
import { type Flow, hexOf, load, unload } from '../helpers/flow';
import { freePorts, isFree } from '../helpers/ports';
import { until } from '../helpers/until';

type Changes = Readonly<Record<string, object>>;

const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const METER = '311500000001';
const SLOW_METER = '311500000002';

describe('a deploy', () => {
  /** ms that another node takes to close, which the whole deploy waits for. */
  let slowness = 0;
  const slow = (RED: NodeAPI): void => {
    RED.nodes.registerType('slow', function slow(this: Node, config) {
      RED.nodes.createNode(this, config);
      this.on('close', (done: () => void) => {
        setTimeout(done, slowness);
      });
    });
  };

  let port: number;
  let otherPort: number;
  let mqttPort: number;
  let flow: Flow;
  let simulator: Simulator;
  let meter: SimulatedMeter;
  let caller: Caller | undefined;
  const clients: MqttClient[] = [];

  beforeEach(async () => {
    [port = 0, otherPort = 0, mqttPort = 0] = await freePorts(3);
    const gw = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, dlmsPoller, broker, slow],
      [
        { id: 'slow', type: 'slow' },
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'broker', type: 'ivy-mqtt-broker', ...gw, port: mqttPort, wsPort: 0 },
        { id: 'listener', type: 'ivy-tcp-listener', ...gw, host: '127.0.0.1', port },
        { id: 'poller', type: 'dlms-poller', ...gw, interval: '1000', output: 'set' },
      ],
    );
    await flow.statusMatching('listener', /links/);
    simulator = new Simulator({ port });
    meter = simulator.addEm114070({ address: METER, redial: false });
    simulator.start();
    await flow.find('listener', 2, ({ topic }) => String(topic).endsWith('/status'));
  });
  afterEach(async () => {
    caller?.hangUp();
    for (const client of clients.splice(0)) client.end(true);
    slowness = 0;
    await simulator.close();
    await unload();
  });

  /** Deploys with other settings of some nodes; those of a node that is named are changed at least in name. */
  async function deploy(type: 'full' | 'flows' | 'nodes', changes: Changes = {}): Promise<void> {
    const flows = flow.configuration.map((node) => ({ ...node, ...changes[node.id] }));
    await helper.setFlows(flows as TestFlows, type);
    await flow.ready();
    forget();
  }

  async function remove(...ids: string[]): Promise<void> {
    const flows = flow.configuration.filter(({ id }) => !ids.includes(id));
    await helper.setFlows(flows as TestFlows, 'full');
  }

  /** Passes over what has come until now. */
  function forget(): void {
    for (const [id, output] of [
      ['listener', 1],
      ['listener', 2],
      ['poller', 1],
    ] as const) {
      flow.rest(id, output);
    }
  }

  async function expectUntouched(): Promise<void> {
    await flow.next('poller', 1, 4_000);
    meter.counters.should.containEql({ connected: 1, closed: 0 });
    flow.rest('listener', 2).should.eql([]);
  }

  for (const type of ['full', 'flows', 'nodes'] as const) {
    it(`of type ${type} keeps every link, and readings go on`, async () => {
      await deploy(type, { gw: { name: type }, listener: { name: type }, poller: { name: type } });
      await expectUntouched();
    }).timeout(10_000);
  }

  it('of other settings for links and polls keeps every link too', async () => {
    await deploy('nodes', {
      gw: { identifyTimeout: '5000', dlmsClientAddress: '17' },
      listener: { connectionTimeout: '60000', maxConnections: '1' },
      poller: { interval: '1500', group: 'all' },
    });
    await expectUntouched();
    caller = await Caller.dial(port);
    await caller.closed();
  }).timeout(10_000);

  it('keeps a poll under way, and all its readings come to the successor', async () => {
    const slow = simulator.addEm114070({ address: SLOW_METER, delay: 200 });
    await until(
      () => slow.counters.answer >= 2 || undefined,
      4_000,
      () => 'nothing was asked',
    );
    await deploy('full');
    const { payload } = await flow.find(
      'poller',
      2,
      ({ payload }) => payload['meterId'] === SLOW_METER,
      4_000,
    );
    payload.should.containEql({ read: 6, refused: 2, failed: 0 });
    const set = await flow.find('poller', 1, ({ payload }) => payload['meterId'] === SLOW_METER);
    Object.keys(set.payload['values'] as object).length.should.equal(6);
  }).timeout(10_000);

  it('beside a slow node keeps in order what meters send and become meanwhile', async () => {
    slowness = 500;
    const deployed = deploy('full');
    await sleep(100);
    caller = await Caller.dial(port);
    caller.say(HEARTBEAT.repeat(2));
    await sleep(100);
    caller.hangUp();
    await deployed;
    const states = [];
    for (let count = 0; count < 4; count++) {
      const { payload } = await flow.next('listener', 2);
      states.push(payload['event'] ?? payload['state']);
    }
    states.should.eql(['online', 'meter_connected', 'offline', 'meter_disconnected']);
    flow.rest('listener', 1).map(hexOf).should.eql([HEARTBEAT, HEARTBEAT]);
    meter.counters.should.containEql({ connected: 1, closed: 0 });
  });

  it('of another port closes the old one with its links, and opens the new one', async () => {
    await deploy('full', { listener: { port: otherPort } });
    await closed();
    (await isFree(port)).should.be.true();
    (await isFree(otherPort)).should.be.false();
  });

  it('of another GATEWAY_ID is another gateway, to which meters dial in anew', async () => {
    await deploy('full', { gw: { gatewayId: 'another' } });
    await closed();
    await simulateAgain();
    const { payload } = await flow.find(
      'listener',
      2,
      ({ payload }) => payload['state'] === 'online',
    );
    payload.should.have.property('gateway', 'another');
  });

  it('of another topic prefix takes back who is online below the old one', async () => {
    await deploy('full', { gw: { topicPrefix: 'other/prefix' } });
    const statuses = [await flow.next('listener', 2), await flow.next('listener', 2)];
    statuses
      .map(({ topic, retain, payload }) => [topic, retain, payload['state']])
      .should.eql([
        [`ivy/v1/meters/${METER}/status`, true, undefined],
        [`other/prefix/meters/${METER}/status`, true, 'online'],
      ]);
    meter.counters.should.containEql({ connected: 1, closed: 0 });
  });

  for (const gone of ['listener', 'gw']) {
    it(`without the ${gone} closes its port and links at once`, async () => {
      await remove(gone);
      await closed();
      (await isFree(port)).should.be.true();
    });
  }

  it('that leaves a port to a node which cannot work closes it', async () => {
    await deploy('full', { listener: { protocol: 'nonsense' } });
    await closed();
    (await isFree(port)).should.be.true();
  });

  it('is not noticed by MQTT clients', async () => {
    const client = await mqttClient();
    await deploy('full', { broker: { name: 'other' } });
    await flow.statusMatching('broker', /1/);
    await expectService(client);
  });

  it('of other users cuts MQTT clients that would not be admitted any more, and no others', async () => {
    const deployUsers = async (users: string) => {
      await helper.setFlows(flow.configuration, 'full', { broker: { users } });
    };
    await deployUsers('kept:one,changed:two');
    const kept = await mqttClient({ username: 'kept', password: 'one' });
    const changed = await mqttClient({ username: 'changed', password: 'two' });
    const anonymous = await mqttClient();
    await deployUsers('kept:one,changed:three');
    await until(
      () => !changed.connected || undefined,
      2_000,
      () => 'the client with an old password is still there',
    );
    await expectService(kept);
    await expectService(anonymous);
  });

  async function mqttClient(options: IClientOptions = {}): Promise<MqttClient> {
    const url = `mqtt://127.0.0.1:${mqttPort}`;
    const client = await connectAsync(url, { reconnectPeriod: 0, ...options });
    clients.push(client);
    await client.subscribeAsync('#', { qos: 1 });
    return client;
  }

  /** What the client publishes still comes back to it. */
  async function expectService(client: MqttClient): Promise<void> {
    const heard = new Promise<string>((resolve) => {
      client.once('message', (_topic, payload) => resolve(String(payload)));
    });
    await client.publishAsync('ivy/v1/test', 'heard', { qos: 1 });
    (await heard).should.equal('heard');
  }

  async function closed(): Promise<void> {
    await until(
      () => meter.counters.closed === 1 || undefined,
      2_000,
      () => 'the link is still open',
    );
  }

  async function simulateAgain(): Promise<void> {
    await flow.statusMatching('listener', /links/);
    meter.dial();
  }
});
