import { mock } from 'node:test';
import should from 'should';
import type { StreamItem } from '../../../src/framing';
import type { GatewayOptions, MeterPortOptions } from '../../../src/gateway';
import type { Link, Meter } from '../../../src/link';
import { type Caller, settle, until } from '../link/caller';
import { TestGateway } from './test-gateway';

const HEAD = '0001000100010012 0A020C';
const EM114070 = '311501114070';
const HEARTBEAT = `${HEAD} 333131353031313134303730 0D0000`;
const ZERO_HEARTBEAT = `${HEAD} 303030303030303030303030 0D0000`;
/** Address with a wildcard in it: digits are not all digits. */
const BAD_HEARTBEAT = `${HEAD} 612F2B2F232F2E2E2F782020 0D0000`;
const ENERGY = '68 341200000000 68 91 08 33333333 9A785634 17 16';
const ZERO_ENERGY = '68 000000000000 68 91 08 33333333 9A785634 D1 16';
const READ_ADDRESS = '68 AAAAAAAAAAAA 68 13 00 DF 16';
const ADDRESS = '68 341200000000 68 93 06 674533333333 27 16';
/** The meter's header repeats the wildcard, and its data are no digits. */
const BAD_ADDRESS = '68 AAAAAAAAAAAA 68 93 06 DDDDDDDDDDDD 93 16';
const AARQ =
  '0001 0001 0001 001F 601D A109060760857405080101 BE10 040E 01000000 06 5F1F0400 001E1D FFFF';
const AARE =
  '0001 0001 0001 002B 6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 00181D 0400 0007';
const TEXTBOOK_AARQ = AARQ.replace('0001 0001 0001', '0001 0010 0001');
/** SNRM, AARQ, GET of the logical device name between client 16 and server 1, and what is answered. */
const HDLC_DIALOGUE = [
  ['7EA01E032193CD3B818012050180060180070400000001080400000001533B7E', '7EA00721037301407E'],
  [
    '7EA02B032110FBAFE6E600601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFFC5E47E',
    '7EA0372103306C7CE6E7006129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000181D040000071ABE7E',
  ],
  [
    '7EA0190321326FD8E6E600C001C1000100002A0000FF020012807E',
    '7EA0222103528E91E6E700C401C100091059544C3130323030303030303030303197267E',
  ],
] as const;
const GET_NAME = '0001 0001 0001 000D C0 01 01 0001 00002A0000FF 02 00';
const NAME = '0001 0001 0001 0016 C4 01 01 00 0910 59544C31303230303030303030303030';

describe('the gateway', () => {
  let test: TestGateway;

  const open = async (
    options: Partial<GatewayOptions> = {},
    port: Partial<MeterPortOptions> = {},
  ): Promise<TestGateway> => {
    test = await TestGateway.open(options, port);
    return test;
  };

  afterEach(async () => {
    mock.timers.reset();
    mock.restoreAll();
    await test.close();
  });

  it('a heartbeat identifies its meter', async () => {
    await open();
    (await test.dial()).send(HEARTBEAT);
    const meter = await test.meter(EM114070);
    meter.protocol.should.equal('dlms');
    test.story(EM114070).should.eql(['online', 'meter_connected']);
  });

  it('a heartbeat cut anywhere identifies its meter', async () => {
    await open();
    const whole = HEARTBEAT.replaceAll(' ', '');
    for (let cut = 2; cut < whole.length; cut += 2) {
      const caller = await test.dial();
      caller.send(whole.slice(0, cut));
      await settle(3);
      caller.send(whole.slice(cut));
      await until(() => test.story(EM114070).length === cut);
    }
    test.gateway.directory.size.should.equal(1);
  });

  it('an unsolicited DL/T 645 frame identifies its meter, and goes on with its name', async () => {
    await open();
    const unsolicited: [StreamItem, Meter | undefined][] = [];
    test.port.on('unsolicited', (item, _, meter) => unsolicited.push([item, meter]));
    (await test.dial()).send(`FEFEFEFE ${ENERGY}`);
    const meter = await test.meter('000000001234');
    meter.protocol.should.equal('dlt645');
    await until(() => unsolicited.length === 1);
    const [[item, sender]] = unsolicited as [[StreamItem, Meter]];
    [item.kind, sender.id].should.eql(['dlt645', '000000001234']);
  });

  it('a refusal makes nobody known: some slaves refuse what another meter was asked', async () => {
    await open();
    (await test.dial()).send('68 341200000000 68 D1 01 35 1D 16');
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    await settle();
    test.gateway.directory.size.should.equal(1);
  });

  it('our own request, echoed by a line, identifies nobody', async () => {
    await open();
    (await test.dial()).send('68 341200000000 68 11 04 33333333 F7 16');
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    await settle();
    test.gateway.directory.size.should.equal(1);
  });

  it('a meter that is silent for two seconds is asked for its address', async () => {
    await open();
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    mock.timers.tick(1_999);
    await settle();
    caller.received.should.equal('');
    mock.timers.tick(1);
    await caller.answer(READ_ADDRESS, ADDRESS);
    const meter = await test.meter('000000001234');
    meter.protocol.should.equal('dlt645');
  });

  it('then it is asked for its logical device name by DLMS', async () => {
    await open();
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    mock.timers.tick(2_000);
    await caller.expect(READ_ADDRESS);
    mock.timers.tick(3_000);
    await caller.answer(AARQ, AARE);
    await caller.answer(GET_NAME, NAME);
    const meter = await test.meter('YTL1020000000000');
    meter.protocol.should.equal('dlms');
  });

  it('then in an HDLC connection', async () => {
    await open();
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    mock.timers.tick(2_000);
    for (const unanswered of [READ_ADDRESS, AARQ, TEXTBOOK_AARQ]) {
      await caller.expect(unanswered);
      mock.timers.tick(3_000);
    }
    for (const [request, answer] of HDLC_DIALOGUE) await caller.answer(request, answer);
    const meter = await test.meter('YTL1020000000001');
    meter.protocol.should.equal('dlms');
  });

  it('a meter with a heartbeat keeps its id, whatever its logical device is called', async () => {
    await open();
    const simulator = test.simulator();
    simulator.addEm114070({ address: EM114070 });
    simulator.start();
    const meter = await test.meter(EM114070);
    (await test.gateway.askWhoIsOn(meter.link as Link)).should.equal(meter);
    test.story(EM114070).should.eql(['online', 'meter_connected']);
    test.gateway.directory.size.should.equal(1);
  });

  it('an address that is none becomes nobody', async () => {
    await open({ dlms: { enabled: false, client: 16, server: 1, ivy: 1 } });
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    mock.timers.tick(2_000);
    await caller.answer(READ_ADDRESS, BAD_ADDRESS);
    await settle();
    test.gateway.directory.size.should.equal(0);
  });

  it('only the protocol of the port is asked', async () => {
    await open({}, { protocol: 'dlms' });
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    await until(() => test.port.links.size === 1);
    mock.timers.tick(2_000);
    await caller.expect(AARQ);
  });

  it('an identified meter is not asked who it is', async () => {
    await open();
    mock.timers.enable({ apis: ['setTimeout'] });
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await test.meter(EM114070);
    mock.timers.tick(10_000);
    await settle();
    caller.received.should.equal('');
  });

  it('a link that does not say who it is is closed at the deadline, whatever it sends', async () => {
    await open({ identifyTimeout: 300 });
    const silent = await test.dial();
    const chatty = await test.dial();
    const good = await test.dial();
    good.send(HEARTBEAT);
    const chatter = setInterval(() => chatty.send('55'), 50);
    await until(() => silent.closed && chatty.closed);
    clearInterval(chatter);
    good.closed.should.equal(false);
    test.port.links.size.should.equal(1);
  });

  it('beyond MAX_CONNECTIONS a caller is hung up on, until one leaves', async () => {
    await open({}, { maxConnections: 2 });
    const first = await test.dial();
    await test.dial();
    const third = await test.dial();
    await until(() => third.closed);
    first.hangUp();
    await until(() => test.port.links.size === 1);
    const fourth = await test.dial();
    fourth.send(HEARTBEAT);
    await test.meter(EM114070);
  });

  it('beyond the limit of its address a caller is hung up on, others are not', async () => {
    await open({}, { maxConnectionsPerIp: 1, host: '::' });
    await test.dial('127.0.0.1');
    const second = await test.dial('127.0.0.1');
    await until(() => second.closed);
    (await test.dial('::1')).send(HEARTBEAT);
    await test.meter(EM114070);
  });

  it('beyond 1,000 unidentified links the oldest silent one gives way', async () => {
    await open();
    const named = await test.dial();
    named.send(HEARTBEAT);
    await test.meter(EM114070);
    const callers: Caller[] = [];
    for (let count = 0; count < 1_000; count++) callers.push(await test.dial());
    await until(() => test.port.links.size === 1_001);
    const { now } = performance;
    mock.method(performance, 'now', () => now.call(performance) + 1_000);
    const talking = callers[0];
    talking?.send('55');
    await until(() => [...test.port.links].some((link) => link.bytesReceived === 1));
    mock.method(performance, 'now', () => now.call(performance) + 2_500);
    await test.dial();
    await until(() => callers.some(({ closed }) => closed));
    callers.findIndex(({ closed }) => closed).should.equal(1);
    test.port.links.size.should.equal(1_001);
    named.closed.should.equal(false);
  }).timeout(20_000);

  it('of two meters with the factory address the first keeps it, the second gets an id and an event', async () => {
    await open();
    const first = await test.dial();
    first.send(ZERO_HEARTBEAT);
    await test.meter('000000000000');
    const second = await test.dial();
    second.send(ZERO_HEARTBEAT);
    const meter = await test.meter('auto_127_0_0_1');
    meter.address.should.equal('000000000000');
    second.send(ZERO_HEARTBEAT);
    await settle();
    test.story('auto_127_0_0_1').should.eql(['online', 'meter_connected', 'unconfigured_meter']);
    test.story('000000000000').should.eql(['online', 'meter_connected']);
    first.closed.should.equal(false);
    const { payload, retain } = test.life.at(-1) ?? {};
    should(retain).equal(false);
    const { ts, ...event } = payload as Record<string, unknown>;
    (ts as number).should.be.a.Number();
    event.should.eql({
      meterId: 'auto_127_0_0_1',
      event: 'unconfigured_meter',
      severity: 'warning',
      data: {
        meterId: 'auto_127_0_0_1',
        remoteAddress: '127.0.0.1',
        address: '000000000000',
        reason: 'zero-address',
        severity: 'warning',
      },
    });
  });

  it('use_ip names by address, with the port only where the name is taken', async () => {
    await open({ zeroAddress: 'use_ip' });
    const first = await test.dial();
    first.send(ZERO_HEARTBEAT);
    await test.meter('auto_127_0_0_1');
    const second = await test.dial();
    second.send(ZERO_HEARTBEAT);
    await test.meter(`auto_127_0_0_1_${second.socket.localPort}`);
    test.gateway.directory.size.should.equal(2);
  });

  it('use_ip names by the last 27 hex digits of an IPv6 address', async () => {
    await open({ zeroAddress: 'use_ip' }, { host: '::' });
    (await test.dial('::1')).send(ZERO_HEARTBEAT);
    await test.meter('auto_000000000000000000000000001');
  });

  it('a made-up id that leaves clears its retained status and is forgotten', async () => {
    await open({ zeroAddress: 'use_ip' });
    const caller = await test.dial();
    caller.send(ZERO_HEARTBEAT);
    (await test.meter('auto_127_0_0_1')).memory.set('scale', 7);
    caller.hangUp();
    await until(() => test.gateway.directory.size === 0);
    const cleared = test.life.find(({ payload }) => payload === '');
    should(cleared).eql({
      topic: 'ivy/v1/meters/auto_127_0_0_1/status',
      payload: '',
      qos: 1,
      retain: true,
    });
    (await test.dial()).send(ZERO_HEARTBEAT);
    (await test.meter('auto_127_0_0_1')).memory.size.should.equal(0);
  });

  it('a meter that is given an address leaves its old id', async () => {
    await open({ zeroAddress: 'use_ip' });
    const caller = await test.dial();
    caller.send(ZERO_HEARTBEAT);
    await test.meter('auto_127_0_0_1');
    caller.send(HEARTBEAT);
    const meter = await test.meter(EM114070);
    await settle();
    const reached = [...test.gateway.directory.meters()].filter(({ link }) => link === meter.link);
    reached.should.eql([meter]);
    test.story('auto_127_0_0_1').slice(-2).should.eql(['cleared', 'meter_disconnected']);
    caller.closed.should.equal(false);
  });

  it('a DL/T 645 meter with the factory address is asked by it, whatever its id', async () => {
    await open({ zeroAddress: 'use_ip' });
    (await test.dial()).send(ZERO_ENERGY);
    const meter = await test.meter('auto_127_0_0_1');
    [meter.address, meter.protocol].should.eql(['000000000000', 'dlt645']);
  });

  it('ids that could mean something in a topic are no ids', async () => {
    await open();
    (await test.dial()).send(BAD_HEARTBEAT);
    (await test.dial()).send('68 99999999 9999 68 91 08 33333333 9A785634 67 16');
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    await settle();
    [...test.gateway.directory.meters()].map(({ id }) => id).should.eql([EM114070]);
  });

  it('the status is as the contract has it, retained, once per change', async () => {
    await open();
    const caller = await test.dial();
    const before = Date.now();
    caller.send(`${HEARTBEAT} ${HEARTBEAT}`);
    const link = (await test.meter(EM114070)).link?.id;
    caller.hangUp();
    await until(() => test.story(EM114070).length === 4);
    const statuses = test.life.filter(({ topic }) => topic.endsWith('/status'));
    statuses.length.should.equal(2);
    const [online = {}, offline = {}] = statuses.map(
      ({ payload }) => payload as Record<string, unknown>,
    );
    const { ts, epoch, ...rest } = online;
    rest.should.eql({
      meterId: EM114070,
      online: true,
      state: 'online',
      ip: '127.0.0.1',
      protocol: 'dlms',
      gateway: 'gw',
      link,
    });
    (ts as number).should.be.within(before, Date.now());
    (epoch as number).should.be.aboveOrEqual(before);
    should(offline).have.properties({ online: false, state: 'offline', link });
    (offline['epoch'] as number).should.be.above(epoch as number);
    const { topic, qos, retain } = statuses[0] ?? {};
    [topic, qos, retain].should.eql([`ivy/v1/meters/${EM114070}/status`, 1, true]);
    test.story(EM114070).should.eql(['online', 'meter_connected', 'offline', 'meter_disconnected']);
  });

  it('a takeover: the old link closes afterwards, the meter stays online, one event', async () => {
    await open();
    const old = await test.dial();
    old.send(HEARTBEAT);
    await test.meter(EM114070);
    const fresh = await test.dial();
    fresh.send(HEARTBEAT);
    await until(() => old.closed);
    old.send(ENERGY);
    await settle();
    test.story(EM114070).should.eql(['online', 'meter_connected', 'online', 'meter_reconnected']);
    fresh.closed.should.equal(false);
    test.gateway.directory.size.should.equal(1);
  });

  it('several meters behind one modem are each known by their own frames', async () => {
    await open();
    const simulator = test.simulator();
    const addresses = ['000000000101', '000000000102', '000000000103'];
    const modem = simulator.addDlt645Modem(addresses.map((address) => ({ address })));
    simulator.start();
    await until(() => modem.connected);
    for (let pushes = 0; pushes < 9; pushes++) modem.push();
    for (const address of addresses) await test.meter(address);
    test.port.links.size.should.equal(1);
  });

  it('a busy port is tried again until it is free', async () => {
    await open();
    const { portNumber } = test;
    const states: string[] = [];
    const second = test.gateway.ports.add({ ...test.port.options, port: portNumber });
    second.on('state', ({ name }) => states.push(name));
    second.release();
    await until(() => second.state.name === 'retrying');
    test.port.close();
    await until(() => second.state.name === 'listening');
    states.should.eql(['retrying', 'listening']);
    second.close();
    states.at(-1)?.should.equal('closed');
  });

  it('closing ends all links, and nobody is known any more', async () => {
    await open();
    for (let count = 0; count < 20; count++) await test.dial();
    (await test.dial()).send(HEARTBEAT);
    await test.meter(EM114070);
    await until(() => test.port.links.size === 21);
    await test.gateway.close();
    test.port.links.size.should.equal(0);
    test.gateway.directory.size.should.equal(0);
    should(test.gateway.ports.findLink('any')).equal(undefined);
  });
});
