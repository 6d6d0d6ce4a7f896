import 'should';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import type { DlmsMeterOptions, LineOptions } from '../../src/simulator';
import { PollerBench } from './pollers';

const METER = '360000000001';
const EM114070 = '311501114070';

describe('dlms-poller', () => {
  let bench: PollerBench;

  afterEach(() => bench.close());

  async function start(
    settings: object = {},
    meter: DlmsMeterOptions & LineOptions = {},
    gatewaySettings: object = {},
  ): Promise<void> {
    bench = await PollerBench.start(
      dlmsPoller,
      { type: 'dlms-poller', ...settings },
      gatewaySettings,
    );
    bench.simulator.addDlmsMeter({ redial: false, ...meter });
    await bench.online(METER);
  }

  it('reads values with the scales that the meter tells', async () => {
    await start();
    const summary = await bench.poll({ meterId: METER, registers: 'energy' }, METER);
    summary.payload.should.match({ meterId: METER, failed: 0 });
    const found = await bench.readings(2);
    found.slice(0, 2).should.deepEqual([
      ['TOTAL_ACTIVE_IMPORT', 12345.71, 'kWh'],
      ['TOTAL_ACTIVE_EXPORT', 76.58, 'kWh'],
    ]);
  });

  it('gives a reading that is exactly the telemetry payload, ready to publish', async () => {
    await start();
    bench.flow.send('node', { payload: { meterId: METER } });
    const { payload, ...message } = await bench.flow.next('node', 1);
    const { ts, ...reading } = payload;
    (ts as number).should.be.a.Number();
    reading.should.deepEqual({
      meterId: METER,
      dataId: '1-0:1.8.0.255',
      register: 'TOTAL_ACTIVE_IMPORT',
      value: 12345.71,
      rawValue: 1234571,
      unit: 'kWh',
      source: 'dlms',
      via: 'poll',
    });
    message.should.match({
      topic: `ivy/v1/meters/${METER}/telemetry`,
      qos: 1,
      retain: false,
      meter: { id: METER, protocol: 'dlms' },
    });
    await bench.summary(METER);
  });

  it('counts what a meter does not have as refused, and asks for it no more that day', async () => {
    await start();
    const first = await bench.poll({ meterId: METER }, METER);
    (first.payload['refused'] as number).should.be.above(0);
    const second = await bench.poll({ meterId: METER }, METER);
    second.payload.should.match({ refused: 0, read: first.payload['read'] });
  });

  it('gives every answer with what was asked on output 3', async () => {
    await start();
    await bench.poll({ meterId: METER }, METER);
    const { payload, request } = await bench.flow.next('node', 3);
    request.should.deepEqual({
      meterId: METER,
      classId: 3,
      obis: '1-0:1.8.0.255',
      attribute: 2,
    });
    payload.should.containDeep({ data: { type: 'double-long-unsigned', value: 1234571 } });
  });

  it('reads an EM114070, which tells no scales, and marks what is assumed', async () => {
    bench = await PollerBench.start(dlmsPoller, { type: 'dlms-poller', output: 'set' });
    bench.simulator.addEm114070({ address: EM114070, redial: false });
    await bench.online(EM114070);
    await bench.poll({ meterId: EM114070, registers: 'instantaneous' }, EM114070);
    const { payload } = await bench.flow.next('node', 1);
    payload['values']?.should.containDeep({
      VOLTAGE_TOTAL: { value: 236.36, rawValue: 23636, unit: 'V' },
      FREQUENCY: { value: 50.04, rawValue: 5004, unit: 'Hz' },
      CURRENT_TOTAL: { value: 0, unit: 'A', quality: 'assumed-scale' },
    });
  });

  it('reads all that an EM114070 was seen to answer', async () => {
    bench = await PollerBench.start(dlmsPoller, { type: 'dlms-poller', output: 'set' });
    bench.simulator.addEm114070({ address: EM114070, redial: false });
    await bench.online(EM114070);
    const summary = await bench.poll({ meterId: EM114070, registers: 'all' }, EM114070);
    summary.payload.should.match({ read: 14, failed: 0 });
    const { payload } = await bench.flow.next('node', 1);
    const values = Object.values(payload['values'] as Record<string, { dataId: string }>);
    values
      .map(({ dataId }) => dataId)
      .sort()
      .should.eql([
        ...['0-0:1.0.0.255', '0-0:42.0.0.255', '0-0:96.1.0.255', '0-0:96.1.1.255'],
        ...['0-0:96.14.0.255', '1-0:1.7.0.255', '1-0:11.7.0.255', '1-0:12.7.0.255'],
        ...['1-0:13.7.0.255', '1-0:14.7.0.255', '1-0:15.8.0.255', '1-0:3.7.0.255'],
        ...['1-0:9.7.0.255', '1-0:91.7.0.255'],
      ]);
  });

  it('tells why a meter that keeps silent could not be read', async () => {
    await start({}, { silent: true });
    bench.flow.send('node', { payload: { meterId: METER } });
    const failure = await bench.flow.next('node', 2, 6_000);
    failure.payload.should.match({ meterId: METER, dataId: '1-0:1.8.0.255', error: /\S/ });
    failure.payload['code']?.should.match(/^(command-timeout|association-failed)$/);
    (await bench.summary(METER)).payload.should.match({ read: 0, failed: 1 });
  }).timeout(10_000);

  it('that only listens asks on trigger alone, and says so', async () => {
    await start({ enabled: 'true', interval: '1000', passiveOnly: 'true' });
    bench.flow.status('node').should.deepEqual({
      fill: 'blue',
      shape: 'ring',
      text: 'listening only',
    });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    bench.flow.rest('node', 2).should.deepEqual([]);
    (await bench.poll({ meterId: METER }, METER)).payload.should.match({ failed: 0 });
  });

  it('rests where the gateway may not ask DLMS meters', async () => {
    await start({ enabled: 'true', interval: '1000' }, {}, { dlmsEnabled: 'false' });
    bench.flow.status('node').should.match({ fill: 'grey', text: 'only on trigger' });
  });

  it('leaves meters of the other protocol alone', async () => {
    await start();
    bench.simulator.addDlt645Meter({ address: '000000005678', pushEvery: 50, redial: false });
    await bench.online('000000005678');
    bench.flow.send('node', { payload: { meterId: '000000005678' } });
    (await bench.flow.caught()).error.should.match({ code: 'meter-not-connected' });
  });
});
