import should from 'should';
import alarm from '../../nodes/alarm-threshold/alarm-threshold';
import decode from '../../nodes/dlt645-decode/dlt645-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import status from '../../nodes/ivy-status/ivy-status';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { Simulator } from '../../src/simulator';
import { type Flow, load, type Seen, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';

const METER = '000000001234';
/** 231.9 V on phase A. */
const VOLTAGE_A = '68000000000000689106333434354c56d916';
const OVERVOLTAGE = {
  name: 'overvoltage',
  condition: 'high',
  registers: 'VOLTAGE_A',
  limit: '230',
  unit: 'V',
  severity: 'warning',
};

describe('ivy-status', () => {
  let flow: Flow;
  let simulator: Simulator | undefined;

  async function start(settings: object = {}, ofGateway: object = {}): Promise<void> {
    const port = await freePort();
    const onGateway = { gateway: 'gw' };
    flow = await load(
      [gateway, listener, decode, alarm, status],
      [
        { id: 'gw', type: 'ivy-gateway', ...ofGateway },
        { id: 'listener', type: 'ivy-tcp-listener', ...onGateway, host: '127.0.0.1', port },
        { id: 'decode', type: 'dlt645-decode', ...onGateway },
        { id: 'alarm', type: 'alarm-threshold', ...onGateway, rules: [OVERVOLTAGE] },
        { id: 'node', type: 'ivy-status', ...onGateway, interval: '0', ...settings },
      ],
    );
    await flow.statusMatching('listener', /links/);
    simulator = new Simulator({ port });
  }

  async function meterDialsIn(): Promise<void> {
    simulator?.addDlt645Meter({ address: METER });
    simulator?.start();
    await flow.find('listener', 2, isStatus, 10_000);
  }

  const isStatus = ({ topic }: Seen) => String(topic).endsWith('/status');
  const list = (meters: readonly object[]) => {
    const defaults = { trusted: true, protected: false };
    const { gateway: running } = flow.node('gw') as GatewayNode;
    return running?.roster.replace(meters.map((meter) => ({ id: '', ...defaults, ...meter })));
  };
  const answer = (command: unknown, more: object = {}): Promise<Seen> => {
    flow.send('node', { command, ...more });
    return flow.next('node');
  };

  afterEach(async () => {
    await simulator?.close();
    await unload();
  });

  it('publishes status, retained, and statistics without being asked, at once and at an interval', async () => {
    await start({ interval: '200' }, { gatewayId: 'cellar' });
    for (const _ of [1, 2]) {
      const one = await flow.next('node');
      one.should.containEql({ topic: 'ivy/v1/gateways/cellar/status', qos: 1, retain: true });
      one.payload.should.containEql({
        status: 'online',
        name: 'IVY 4G Gateway',
        version: '0.1.0',
        gateway: 'cellar',
      });
      one.payload.should.have.properties(['ts', 'uptime']);
      const two = await flow.next('node');
      two.should.containEql({ topic: 'ivy/v1/gateways/cellar/stats', qos: 0, retain: false });
      two.payload.should.containEql({ status: 'running', gateway: 'cellar' });
    }
  });

  it('publishes to the reference topics too while the gateway has no id of its own', async () => {
    await start();
    flow.send('node', { payload: 'now' });
    const topics = [];
    for (const _ of [1, 2, 3, 4]) topics.push((await flow.next('node'))['topic']);
    topics.should.deepEqual([
      'ivy/v1/gateways/gateway/status',
      'ivy/v1/gateways/gateway/stats',
      'ivy/v1/gateway/status',
      'ivy/v1/gateway/stats',
    ]);
  });

  it('tells the states of all meters again when an mqtt node is connected, and only then', async () => {
    await start();
    await meterDialsIn();
    flow.send('node', { status: { fill: 'yellow', shape: 'ring', text: 'connecting' } });
    flow.send('node', { status: { fill: 'red', shape: 'ring', text: 'disconnected' } });
    await flow.done('node', 2);
    flow.rest('node').should.be.empty();
    flow.rest('listener', 2);
    flow.send('node', { status: { fill: 'green', shape: 'dot', text: 'connected' } });
    (await flow.next('node')).should.containEql({ topic: 'ivy/v1/gateways/gateway/status' });
    const again = await flow.next('listener', 2);
    again.should.containEql({ topic: `ivy/v1/meters/${METER}/status`, retain: true });
    again.payload.should.containEql({ online: true });
  });

  it('meters: those that have called, and those that are only listed', async () => {
    await start();
    await meterDialsIn();
    await list([
      { id: METER, name: 'Flat 4', group: 'east', profile: 'p1', protected: true },
      { id: 'absent', trusted: false },
    ]);
    const { payload, total, mine } = await answer('meters', { mine: 1 });
    should({ total, mine }).deepEqual({ total: 2, mine: 1 });
    const [present, absent] = payload as unknown as Record<string, unknown>[];
    should(present).containEql({
      meterId: METER,
      name: 'Flat 4',
      group: 'east',
      profile: 'p1',
      listed: true,
      trusted: true,
      protected: true,
      online: true,
      state: 'online',
      protocol: 'dlt645',
      address: METER,
      remoteAddress: '127.0.0.1',
    });
    should(present?.['bytesReceived']).be.above(0);
    should(present?.['age']).be.within(0, 20_000);
    should(absent).deepEqual({
      meterId: 'absent',
      profile: 'generic-three-phase',
      listed: true,
      trusted: false,
      protected: false,
      online: false,
      state: 'offline',
    });
  });

  it('meters: by state and group, and a page at a time', async () => {
    await start();
    await list([{ id: 'a', group: 'east' }, { id: 'b', group: 'east' }, { id: 'c' }]);
    const ids = ({ payload }: Seen) =>
      (payload as unknown as { meterId: string }[]).map(({ meterId }) => meterId);
    const east = await answer({ command: 'meters', group: 'east', offset: 1, limit: 5 });
    ids(east).should.deepEqual(['b']);
    east.should.have.property('total', 2);
    ids(await answer({ command: 'meters', state: 'online' })).should.be.empty();
    ids(await answer({ command: 'meters', state: 'offline', limit: 2 })).should.deepEqual([
      'a',
      'b',
    ]);
  });

  it('meter: with the last reading of each register that was published, and its age', async () => {
    await start();
    await list([{ id: METER }]);
    flow.send('decode', { payload: VOLTAGE_A, meter: { id: METER } });
    await flow.next('decode');
    for (const asked of [
      { command: 'meter', meter: { id: METER } },
      { command: { command: 'meter', meterId: METER } },
    ]) {
      flow.send('node', asked);
      const { payload } = await flow.next('node');
      const { lastTelemetry } = payload as { lastTelemetry: Record<string, object> };
      Object.keys(lastTelemetry).should.deepEqual(['VOLTAGE_A']);
      const reading = lastTelemetry['VOLTAGE_A'] ?? {};
      reading.should.containEql({
        value: 231.9,
        unit: 'V',
        dataId: '0x02010100',
        source: 'dlt645',
        via: 'push',
      });
      reading.should.have.properties(['ts', 'age']);
    }
  });

  it('history: the last readings of what charts show', async () => {
    await start();
    flow.send('decode', { payload: VOLTAGE_A, meter: { id: METER } });
    await flow.next('decode');
    const { payload } = await answer({ command: 'history', meterId: METER });
    const { meterId, series } = payload as { meterId: string; series: { points: number[][] }[] };
    meterId.should.equal(METER);
    should(series).matchEvery({ register: 'VOLTAGE_A', unit: 'V' });
    series.map(({ points }) => points.map(([, value]) => value)).should.deepEqual([[231.9]]);
  });

  it('alarms: those that are active, as they were last judged; events: what has happened', async () => {
    await start();
    await list([{ id: METER, name: 'cellar' }]);
    const reading = { ts: 1, meterId: METER, register: 'VOLTAGE_A', unit: 'V' };
    flow.send('alarm', { payload: { ...reading, value: 231.9 } });
    await flow.next('alarm');
    const { payload: alarms } = await answer('alarms');
    should(alarms).match([
      {
        ...{ meterId: METER, name: 'cellar', rule: 'overvoltage', register: 'VOLTAGE_A' },
        ...{ value: 231.9, limit: 230, unit: 'V', active: true, severity: 'warning' },
      },
    ]);
    flow.send('alarm', { payload: { ...reading, value: 220 } });
    await flow.next('alarm', 2);
    should((await answer('alarms')).payload).be.empty();
    const { payload: events } = await answer('events');
    (events as unknown as { event: string }[])
      .map(({ event }) => event)
      .should.deepEqual(['alarm:overvoltage', 'alarm_cleared:overvoltage']);
  });

  it('meter: one that neither has called nor is listed is an error', async () => {
    await start();
    flow.send('node', { command: 'meter', meter: { id: 'nobody' }, mine: 2 });
    const caught = await flow.caught();
    caught.should.have.property('mine', 2);
    caught.error.should.containEql({ code: 'unknown-meter' });
  });

  it('stats: meters, messages, events and links are counted', async () => {
    await start();
    await meterDialsIn();
    await list([{ id: METER }, { id: 'absent' }]);
    flow.send('decode', { payload: VOLTAGE_A, meter: { id: METER } });
    await flow.next('decode');
    const { payload } = await answer('stats');
    payload.should.containEql({
      meters: { online: 1, unknown: 0, offline: 1, total: 2 },
      events: { total: 1, recent: 1 },
      alarms: { active: 0, total: 0 },
    });
    payload.should.have.property('commands').which.containEql({ received: 0, succeeded: 0 });
    payload.should.have.property('publisher').which.containEql({
      telemetryPublished: 1,
      statusPublished: 1,
      eventsPublished: 1,
      errors: 0,
    });
    payload.should.have.property('links').which.containEql({ links: 1, accepted: 1 });
    const { rss } = payload['memory'] as { rss: number };
    rss.should.be.within(10, 10_000);
  });

  it('trace: follows a meter to its next link, in the log, and ends when that is asked for', async function () {
    this.timeout(20_000);
    await start();
    const trace = { command: 'trace', meterId: METER };
    const { payload } = await answer({ ...trace, minutes: 1 });
    payload.should.containEql({ meterId: METER });
    Number(payload['until']).should.be.approximately(Date.now() + 60_000, 10_000);
    await meterDialsIn();
    flow.send('listener', {
      payload: Buffer.from('6834120000000068110433343435fb16', 'hex'),
      meter: { id: METER },
    });
    await flow.next('listener', 3, 10_000);
    await answer({ ...trace, minutes: 0 });
    const lines = flow.logged('node').map((line) => line.replace(/link [^:,]+/, 'link …'));
    lines[0]?.should.equal(`meter ${METER}: not dialled in`);
    lines.should.containEql(`meter ${METER}, link …: here from 127.0.0.1`);
    lines.some((line) => / received 68341200000000689106/.test(line)).should.be.true();
    lines.at(-1)?.should.equal(`meter ${METER}: the trace ends: somebody has asked for that`);
  });

  it('trace: of ten meters at a time at most', async () => {
    await start();
    for (const meterId of Array.from({ length: 10 }, (_, index) => `m${index}`)) {
      await answer({ command: 'trace', meterId });
    }
    flow.send('node', { command: { command: 'trace', meterId: 'one-more' } });
    (await flow.caught()).error.should.containEql({ code: 'busy' });
  });

  it('shows how many meters are online, as it changes', async () => {
    await start();
    flow.status('node').should.containEql({ shape: 'ring', text: '0 of 0 meters online' });
    await meterDialsIn();
    await flow.statusMatching('node', /^1 of 1 meters online$/, 5_000);
  });
});
