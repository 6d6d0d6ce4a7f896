import should from 'should';
import {
  type CycleFailure,
  type CycleSummary,
  DLT645_GROUPS,
  type DlmsRegister,
  dataIdOf,
  Poller,
  type PollerReport,
  readDlms,
  readDlt645,
} from '../../../src/polling';
import type { Simulator } from '../../../src/simulator';
import type { Reading } from '../../../src/telemetry';
import { TestGateway } from '../gateway/test-gateway';
import { until } from '../link/caller';

const EM114070 = '311501114070';
const DLT645 = '000000001234';
const INTERVAL = 60_000;

const register = (code: string): DlmsRegister => ({ classId: 3, obis: `1-0:${code}.255` });
const DLMS_ENERGY: readonly DlmsRegister[] = [
  ...['1.8.0', '2.8.0', '15.8.0', '12.7.0', '11.7.0', '1.7.0', '14.7.0'].map(register),
  { classId: 1, obis: '0-0:96.14.0.255' },
];

describe('polling simulated meters', () => {
  let test: TestGateway;
  let simulator: Simulator;
  let readings: Reading[];
  let failures: CycleFailure[];
  let summaries: CycleSummary[];
  const pollers: { close(): void }[] = [];

  beforeEach(async () => {
    test = await TestGateway.open();
    simulator = test.simulator();
    readings = [];
    failures = [];
    summaries = [];
  });

  afterEach(async () => {
    for (const poller of pollers.splice(0)) poller.close();
    await test.close();
  });

  const report: PollerReport = {
    readings: (some) => readings.push(...some),
    answer: () => undefined,
    failure: (failure) => failures.push(failure),
    summary: (summary) => summaries.push(summary),
  };

  const options = { timeout: 300, retries: 1, clockOf: () => ({}) };

  const pollDlms = (interval?: number): Poller<DlmsRegister> => {
    const read = readDlms(test.gateway, options);
    const poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlms',
        interval,
        registersOf: () => DLMS_ENERGY,
        nameOf: ({ obis }) => obis,
        read,
      },
      report,
    );
    pollers.push(poller);
    return poller;
  };

  const pollDlt645 = (interval?: number): Poller<string> => {
    const poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlt645',
        interval,
        registersOf: () => DLT645_GROUPS.energy,
        nameOf: dataIdOf,
        read: readDlt645(options),
      },
      report,
    );
    pollers.push(poller);
    return poller;
  };

  /** Polls one meter or all. */
  const trigger = <Register>(
    poller: Poller<Register>,
    meterId: string | undefined,
    registers: readonly Register[],
  ): number => {
    const meters = [...test.gateway.directory.meters()];
    return poller.trigger(
      meters.filter(({ id }) => meterId === undefined || id === meterId),
      () => registers,
    );
  };

  const valueIn = (register: string): unknown =>
    readings.find((reading) => reading.register === register)?.value;

  it('an EM114070 out of the box gives 236.36 V and 50.04 Hz, without being asked to', async () => {
    pollDlms(INTERVAL);
    simulator.addEm114070({ address: EM114070 });
    simulator.start();
    await until(() => summaries.length === 1);
    should(valueIn('VOLTAGE_TOTAL')).equal(236.36);
    should(valueIn('FREQUENCY')).equal(50.04);
    readings.filter(({ quality }) => quality === 'assumed-scale').length.should.equal(3);
    failures.should.eql([]);
  });

  it('what a meter refused is not asked again in the next cycle, nor is any scale', async () => {
    const poller = pollDlms();
    const meter = simulator.addEm114070({ address: EM114070 });
    simulator.start();
    await test.meter(EM114070);
    trigger(poller, EM114070, DLMS_ENERGY).should.equal(1);
    await until(() => summaries.length === 1);
    should(summaries[0]).containEql({ read: 6, refused: 2, failed: 0 });
    const asked = meter.details('request').length;
    trigger(poller, EM114070, DLMS_ENERGY).should.equal(1);
    await until(() => summaries.length === 2);
    should(summaries[1]).containEql({ read: 6, refused: 0, failed: 0 });
    (meter.details('request').length - asked).should.equal(6);
  });

  for (const [withList, requests] of [
    ['answered', 1],
    ['short', 4],
    ['refused', 4],
    ['absent', 4],
  ] as const) {
    it(`lists ${withList}: four registers take ${requests} requests, and none is lost`, async () => {
      const poller = pollDlms();
      const meter = simulator.addDlmsMeter({ address: EM114070, withList });
      simulator.start();
      await test.meter(EM114070);
      trigger(poller, EM114070, DLMS_ENERGY);
      await until(() => summaries.length === 1);
      should(summaries[0]).containEql({ read: 4, refused: 4, failed: 0 });
      const asked = meter.details('request').length;
      trigger(poller, EM114070, DLMS_ENERGY);
      await until(() => summaries.length === 2);
      should(summaries[1]).containEql({ read: 4, refused: 0, failed: 0 });
      (meter.details('request').length - asked).should.equal(requests);
      readings
        .slice(4)
        .map(({ register }) => register)
        .should.eql(readings.slice(0, 4).map(({ register }) => register));
      failures.should.eql([]);
    });
  }

  it('a trigger reads a group of the asker, of one meter or of all', async () => {
    const poller = pollDlt645();
    for (const address of [DLT645, '000000005678']) {
      simulator.addDlt645Meter({ address, pushes: ['00000000'] });
    }
    simulator.start();
    await until(() => simulator.meters.every(({ connected }) => connected));
    for (const meter of simulator.meters) meter.push();
    await test.meter(DLT645);
    await test.meter('000000005678');
    trigger(poller, DLT645, ['02010100']).should.equal(1);
    await until(() => summaries.length === 1);
    readings
      .map(({ meterId, register }) => [meterId, register])
      .should.eql([[DLT645, 'VOLTAGE_A']]);
    trigger(poller, undefined, ['02800002']).should.equal(2);
    await until(() => summaries.length === 3);
    trigger(poller, 'nobody', ['02800002']).should.equal(0);
  });

  it('a timeout ends the cycle of a silent meter, is told once, and the others are read meanwhile', async () => {
    const poller = pollDlt645();
    const addresses = [DLT645, '000000005678'];
    for (const address of addresses) simulator.addDlt645Meter({ address, pushes: ['00000000'] });
    simulator.start();
    await until(() => simulator.meters.every(({ connected }) => connected));
    for (const meter of simulator.meters) meter.push();
    for (const address of addresses) await test.meter(address);
    trigger(poller, undefined, ['02010100']);
    await until(() => summaries.length === 2);
    const [silent] = simulator.meters;
    silent?.silence(true);
    const asked = silent?.details('request').length ?? 0;
    const started = performance.now();
    trigger(poller, undefined, DLT645_GROUPS.all);
    await until(() => summaries.length === 3);
    (performance.now() - started).should.be.below(550);
    should(summaries[2]).containEql({ meterId: '000000005678', read: 17, failed: 0 });
    await until(() => summaries.length === 4);
    should(summaries[3]).containEql({ meterId: DLT645, read: 0, failed: 1 });
    failures.map(({ code }) => code).should.eql(['command-timeout']);
    should(silent?.details('request').length).equal(asked + 2);
    poller.statistics.failing.should.equal(1);
  });

  it('a meter that was silent three times is asked once only, and for all when it answers', async () => {
    const meter = simulator.addDlt645Meter({ address: DLT645, pushes: ['00000000'] });
    simulator.start();
    await until(() => meter.connected);
    meter.push();
    await test.meter(DLT645);
    const poller = pollDlt645(1_000);
    await until(() => summaries.length === 1);
    meter.silence(true);
    const requestsUpTo = async (silentPolls: number): Promise<number> => {
      await until(() => summaries.at(-1)?.silentPolls === silentPolls);
      return meter.details('request').length;
    };
    const [first, third, fourth] = [
      await requestsUpTo(1),
      await requestsUpTo(3),
      await requestsUpTo(4),
    ];
    [third - first, fourth - third].should.eql([4, 1]);
    poller.statistics.should.containEql({ meters: 1, failing: 1, backedOff: 1 });
    meter.silence(false);
    meter.push();
    await until(() => summaries.at(-1)?.read === 3);
    poller.statistics.should.containEql({ failing: 0, backedOff: 0, skipped: 0, failures: 4 });
  }).timeout(30_000);

  it('counts what it does', async () => {
    const poller = pollDlt645();
    should(poller.statistics).eql({
      ...{ meters: 0, failing: 0, backedOff: 0, polling: 0, waiting: 0 },
      ...{ cycles: 0, readings: 0, failures: 0, skipped: 0, duration: undefined },
    });
    const meter = simulator.addDlt645Meter({ address: DLT645, pushes: ['00000000'], delay: 20 });
    simulator.start();
    await until(() => meter.connected);
    meter.push();
    await test.meter(DLT645);
    trigger(poller, DLT645, ['02010100']);
    should(poller.statistics).containEql({ meters: 1, polling: 1, cycles: 0 });
    await until(() => summaries.length === 1);
    trigger(poller, DLT645, ['02010100', '02800002']);
    await until(() => summaries.length === 2);
    const { duration, ...counts } = poller.statistics;
    counts.should.containEql({ polling: 0, cycles: 2, readings: 3, failures: 0 });
    should(duration?.p50).be.within(20, 1_000);
    should(duration?.p95).be.within(40, 1_000);
  });

  it('a lost answer is asked for again', async () => {
    const poller = pollDlms();
    simulator.addEm114070({ address: EM114070 });
    simulator.start();
    await test.meter(EM114070);
    const [meter] = simulator.meters;
    trigger(poller, EM114070, [{ classId: 1, obis: '0-0:96.14.0.255' }]);
    await until(() => summaries.length === 1);
    meter?.silence(true);
    trigger(poller, EM114070, [{ classId: 1, obis: '0-0:96.14.0.255' }]);
    await until(() => meter?.details('unanswered').length === 1);
    meter?.silence(false);
    await until(() => summaries.length === 2);
    should(summaries[1]).containEql({ read: 1, failed: 0 });
  });

  it('a meter that died on an open connection goes offline, once, although it is still polled', async () => {
    await test.close();
    test = await TestGateway.open({}, { connectionTimeout: 600 });
    simulator = test.simulator();
    const meter = simulator.addEm114070({ address: EM114070, heartbeatEvery: 50 });
    simulator.start();
    const poller = pollDlms();
    await test.meter(EM114070);
    meter.silence('all');
    const polling = setInterval(() => trigger(poller, EM114070, DLMS_ENERGY), 50);
    await until(() => test.port.links.size === 0);
    clearInterval(polling);
    meter.details('request').length.should.be.above(0);
    test
      .story(EM114070)
      .should.eql(['online', 'meter_connected', 'unknown', 'offline', 'meter_disconnected']);
  });

  it('a DL/T 645 meter with the factory address is polled by it', async () => {
    await test.close();
    test = await TestGateway.open({ zeroAddress: 'use_ip' });
    simulator = test.simulator();
    simulator.addDlt645Meter({ address: '000000000000', pushes: ['00000000'] });
    simulator.start();
    const poller = pollDlt645();
    await until(() => simulator.meters[0]?.connected === true);
    simulator.meters[0]?.push();
    await test.meter('auto_127_0_0_1');
    trigger(poller, undefined, ['02010100']).should.equal(1);
    await until(() => summaries.length === 1);
    should(readings[0]).containEql({ meterId: 'auto_127_0_0_1', value: 220.5 });
  });

  it('meters behind one modem are each asked by their own address; a dead one fails alone', async () => {
    const addresses = ['000000000101', '000000000102', '000000000103'];
    const modem = simulator.addDlt645Modem(addresses.map((address) => ({ address })));
    simulator.start();
    const poller = pollDlt645();
    await until(() => modem.connected);
    for (let pushes = 0; pushes < 9; pushes++) modem.push();
    for (const address of addresses) await test.meter(address);
    trigger(poller, undefined, ['02010100']).should.equal(3);
    await until(() => summaries.length === 3);
    summaries
      .map(({ meterId, read }) => [meterId, read])
      .should.eql(addresses.map((address) => [address, 1]));
  });
});
