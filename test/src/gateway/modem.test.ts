import 'should';
import type { Meter } from '../../../src/link';
import { Poller, readDlt645 } from '../../../src/polling';
import { until } from '../link/caller';
import { TestGateway } from './test-gateway';

const IMEI = '861234567890123';
const REGISTRATION = Buffer.from(`IMEI:${IMEI}\r\n`).toString('hex');
const FIRST = '000000000101';
const SECOND = '000000000102';
const DEAD = '000000000103';
const ENERGY = {
  [FIRST]: '68 010100000000 68 91 08 33333333 9A785634 D3 16',
  [SECOND]: '68 020100000000 68 91 08 33333333 9A785634 D4 16',
  [DEAD]: '68 030100000000 68 91 08 33333333 9A785634 D5 16',
};
const EM114070 = '311501114070';
const HEARTBEAT = '0001000100010012 0A020C 333131353031313134303730 0D0000';

describe('several meters behind one modem that the list names', () => {
  let test: TestGateway;

  afterEach(() => test.close());

  const open = async (connectionTimeout = 120_000, via = IMEI): Promise<TestGateway> => {
    const list = [FIRST, SECOND, DEAD].map((id) => ({ id, via }));
    test = await TestGateway.open({ identifyTimeout: 300 }, { connectionTimeout }, list);
    return test;
  };

  const meters = (): Promise<Meter[]> =>
    Promise.all([FIRST, SECOND, DEAD].map((id) => test.meter(id)));

  it('are on its link from the start, each by its own address; nobody is asked who it is', async () => {
    await open();
    const caller = await test.dial();
    caller.send(REGISTRATION);
    const all = await meters();
    all
      .map(({ state, protocol, address }) => `${state} ${protocol} ${address}`)
      .should.eql([
        'unknown dlt645 000000000101',
        'unknown dlt645 000000000102',
        'unknown dlt645 000000000103',
      ]);
    caller.send(ENERGY[FIRST]);
    await until(() => all[0]?.state === 'online');
    test.story(FIRST).should.eql(['unknown', 'online', 'meter_connected']);
    test.story(SECOND).should.eql(['unknown']);
    test.gateway.directory.size.should.equal(3);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    [caller.received, caller.closed].should.eql(['', false]);
  });

  it('are there when the modem sends a heartbeat, which is no sign of life of theirs', async () => {
    await open(800, EM114070);
    const caller = await test.dial();
    caller.send(HEARTBEAT);
    await meters();
    const beat = setInterval(() => caller.send(HEARTBEAT), 50);
    await until(() => test.story(DEAD).length === 2);
    clearInterval(beat);
    test.story(DEAD).should.eql(['unknown', 'offline']);
    caller.closed.should.equal(false);
    test.gateway.directory.size.should.equal(3);
  });

  it('have a status each: of a dead one unknown, then offline, though the link lives', async () => {
    await open(800);
    const caller = await test.dial();
    caller.send(`${REGISTRATION} ${ENERGY[FIRST]} ${ENERGY[SECOND]} ${ENERGY[DEAD]}`);
    const all = await meters();
    const alive = setInterval(() => caller.send(`${ENERGY[FIRST]} ${ENERGY[SECOND]}`), 50);
    await until(() => all[2]?.state === 'offline');
    clearInterval(alive);
    all.map(({ state }) => state).should.eql(['online', 'online', 'offline']);
    const life = ['unknown', 'online', 'meter_connected'];
    test.story(FIRST).should.eql(life);
    test.story(DEAD).should.eql([...life, 'unknown', 'offline', 'meter_disconnected']);
    caller.closed.should.equal(false);
  });

  it('move with their modem: who was online stays so, nobody else comes alive by it', async () => {
    await open();
    const old = await test.dial();
    old.send(`${REGISTRATION} ${ENERGY[FIRST]}`);
    const all = await meters();
    await until(() => all[0]?.state === 'online');
    const fresh = await test.dial();
    fresh.send(REGISTRATION);
    await until(() => old.closed);
    all.map(({ state }) => state).should.eql(['online', 'unknown', 'unknown']);
    new Set(all.map(({ link }) => link?.remotePort)).should.eql(new Set([fresh.socket.localPort]));
  });

  it('come when the list names them, and the modem is no meter any more', async () => {
    test = await TestGateway.open();
    const caller = await test.dial();
    caller.send(REGISTRATION);
    await test.meter(IMEI);
    const behind = { via: IMEI, trusted: true, protected: false };
    await test.gateway.roster.replace([FIRST, SECOND, DEAD].map((id) => ({ id, ...behind })));
    await meters();
    test.gateway.directory.find(IMEI)?.state.should.equal('offline');
    caller.closed.should.equal(false);
  });

  it('are each polled by their own address, and one that does not answer spoils no other', async () => {
    await open(3_000);
    const simulator = test.simulator();
    const alive = [FIRST, SECOND].map((address) => ({ address }));
    const modem = simulator.addDlt645Modem(alive, { registration: `IMEI:${IMEI}\r\n` });
    const summaries: string[] = [];
    const poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlt645',
        interval: 500,
        registersOf: () => ['00010000'],
        nameOf: String,
        read: readDlt645({ timeout: 200, retries: 0, clockOf: () => ({}) }),
      },
      {
        readings: () => undefined,
        answer: () => undefined,
        failure: () => undefined,
        summary: ({ meterId, read }) => summaries.push(`${meterId} ${read}`),
      },
    );
    simulator.start();
    const all = await meters();
    await until(() => all[2]?.state === 'offline');
    poller.close();
    all.map(({ state }) => state).should.eql(['online', 'online', 'offline']);
    test.story(DEAD).should.eql(['unknown', 'offline']);
    for (const told of [`${FIRST} 1`, `${SECOND} 1`, `${DEAD} 0`])
      summaries.should.containEql(told);
    const requests = modem.details('request');
    requests.filter((request) => request.includes('aaaaaaaaaaaa')).should.eql([]);
    requests.some((request) => request.includes('680301000000')).should.equal(true);
  });
});
