import 'should';
import command from '../../nodes/ivy-command/ivy-command';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { type SimulatedMeter, Simulator } from '../../src/simulator';
import { type Flow, load, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';

const METER = '000000001234';
const topic = (channel: string, meterId = METER) => `ivy/v1/meters/${meterId}/command/${channel}`;

describe('ivy-command', () => {
  let flow: Flow;
  let meter: SimulatedMeter;
  let simulator: Simulator;

  async function start(settings: object = {}): Promise<void> {
    const port = await freePort();
    const onGateway = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, command],
      [
        { id: 'gw', type: 'ivy-gateway', ...settings },
        { id: 'listener', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
        { id: 'node', type: 'ivy-command', ...onGateway, timeout: '1000' },
        { id: 'other', type: 'ivy-command', ...onGateway, timeout: '1000' },
      ],
    );
    await flow.statusMatching('listener', /links/);
    simulator = new Simulator({ port });
    meter = simulator.addDlt645Meter({ address: METER, delay: 20 });
    simulator.start();
    await until(
      () => meter.connected || undefined,
      2_000,
      () => 'the meter does not get through',
    );
    meter.push();
    await flow.find('listener', 2, ({ topic: about }) => String(about).endsWith('/status'));
  }

  afterEach(async () => {
    await simulator.close();
    await unload();
  });

  const ALLOWED = { relayControl: 'both', writeControl: 'both' };
  const relay = (id: string, state: string) => ({ id, method: 'relay_control', params: { state } });
  const send = (channel: string, payload: unknown, more: object = {}, node = 'node') =>
    flow.send(node, { topic: topic(channel), payload, ...more });
  const answer = (node = 'node'): Promise<Seen> => flow.next(node, 1, 12_000);
  const acts = () =>
    meter.details('request').filter((octets) => octets.slice(14, 18) === '681c').length;

  it('answers a read on the response topic, and passes on what the message carries', async () => {
    await start();
    const payload = JSON.stringify({
      id: 'a',
      method: 'read_register',
      params: { register: 'VOLTAGE_A' },
    });
    send('request', Buffer.from(payload), { qos: 0, retain: false, mine: 1 });
    const message = await answer();
    message.should.have.properties({
      topic: topic('response'),
      qos: 1,
      retain: false,
      mine: 1,
    });
    message.payload.should.have.properties({ id: 'a', success: true });
    message.payload.should.have.property('result').which.has.properties({ value: 220.5 });
    flow.rest('node', 2).should.be.empty();
  });

  it('out of the box nothing is written or switched, and each try is audited', async () => {
    await start();
    send('relay', relay('r', 'open'));
    (await answer()).payload.should.have.properties({ success: false, code: 'relay-disabled' });
    send('write', { id: 'w', method: 'set_clock', params: {} });
    (await answer()).payload.should.have.properties({ success: false, code: 'write-disabled' });
    const audit = flow.rest('node', 2);
    audit
      .map(({ payload: { phase, id } }) => `${phase} ${id}`)
      .should.eql([...['asked r', 'answered r', 'asked w', 'answered w']]);
    audit[0]?.should.have.properties({ topic: 'ivy/v1/gateways/gateway/audit', qos: 1 });
    acts().should.equal(0);
  });

  it('a message without a topic is for msg.meter.id, as on command/request', async () => {
    await start({ ...ALLOWED, relayControl: 'relay-topic' });
    flow.send('node', { command: relay('r', 'open'), meter: { id: METER } });
    const message = await answer();
    message.topic?.should.equal(topic('response'));
    message.payload.should.have.properties({ code: 'relay-disabled' });
  });

  it('a message that names no meter goes to Catch', async () => {
    await start();
    flow.send('node', { payload: { id: 1, method: 'read_address' } });
    (await flow.caught()).error.should.have.property('message').which.match(/neither msg.topic/);
    flow.rest('node').should.be.empty();
  });

  it('a command whose message has expired is not carried out, and its answer does not expire', async () => {
    await start(ALLOWED);
    send('relay', relay('late', 'open'), { messageExpiryInterval: 0 });
    const message = await answer();
    message.payload.should.have.properties({ success: false, code: 'expired' });
    message.should.not.have.property('messageExpiryInterval');
    send('relay', relay('in time', 'open'), { messageExpiryInterval: 60 });
    (await answer()).payload.should.have.properties({ success: true });
    acts().should.equal(1);
  });

  it('two nodes share ids, limits and the lock', async () => {
    await start({ ...ALLOWED, actsPerMinute: '1' });
    send('relay', relay('r', 'open'));
    (await answer()).payload.should.have.properties({ success: true });
    send('relay', relay('r', 'open'), {}, 'other');
    (await answer('other')).payload.should.have.properties({ success: true, repeated: true });
    send('relay', relay('s', 'close'), {}, 'other');
    (await answer('other')).payload.should.have.properties({ code: 'interlock' });
    flow.send('other', { topic: 'ivy/v1/gateways/gateway/relay-lock', payload: '{"locked":true}' });
    await flow.statusMatching('other', /locked/);
    send('relay', relay('t', 'close'));
    (await answer()).payload.should.have.properties({
      code: 'interlock',
      error: 'switching is locked',
    });
    acts().should.equal(1);
  });

  it('the lock of another gateway is none of ours', async () => {
    await start(ALLOWED);
    flow.send('node', {
      topic: 'ivy/v1/gateways/elsewhere/relay-lock',
      payload: '{"locked":true}',
    });
    send('relay', relay('r', 'open'));
    (await answer()).payload.should.have.properties({ success: true });
  });

  it('a full deploy while a relay is switched gives one answer and one act', async () => {
    await start(ALLOWED);
    send('relay', relay('r', 'open'));
    await until(
      () => acts() === 1 || undefined,
      4_000,
      () => 'no order came',
    );
    await flow.redeploy();
    const { payload } = await answer();
    payload.should.have.properties({ id: 'r', success: true });
    payload.should.have.property('result').which.has.properties({ confirmed: true });
    flow.rest('node').should.be.empty();
    acts().should.equal(1);
    simulator.meters.should.have.length(1);
  });

  it('protected and untrusted meters are not switched off', async () => {
    await start(ALLOWED);
    const { roster } = (flow.node('gw') as GatewayNode).gateway ?? {};
    const defaults = { id: METER, trusted: true, protected: false };
    await roster?.replace([{ ...defaults, protected: true }]);
    send('relay', relay('p', 'open'));
    (await answer()).payload.should.have.properties({ code: 'interlock' });
    await roster?.replace([{ ...defaults, trusted: false }]);
    send('relay', relay('u', 'open'));
    (await answer()).payload.should.have.properties({ code: 'meter-not-trusted' });
    acts().should.equal(0);
  });
});
