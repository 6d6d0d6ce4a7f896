import 'should';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import type { Dlt645MeterOptions, LineOptions } from '../../src/simulator';
import type { Seen } from '../helpers/flow';
import { PollerBench } from './pollers';

const METER = '000000001234';

describe('dlt645-poller', () => {
  let bench: PollerBench;

  afterEach(() => bench.close());

  async function start(
    settings: object = {},
    meter: Dlt645MeterOptions & LineOptions & { registration?: string } = {},
    gatewaySettings: object = {},
  ): Promise<void> {
    bench = await PollerBench.start(
      dlt645Poller,
      { type: 'dlt645-poller', ...settings },
      gatewaySettings,
    );
    bench.simulator.addDlt645Meter({ pushEvery: 50, redial: false, ...meter });
    await bench.online(METER);
  }

  it('reads what it is triggered for, and gives readings ready to publish', async () => {
    await start();
    const before = Date.now();
    bench.flow.send('node', { payload: { meterId: METER } });
    const { payload, ...message } = await bench.flow.next('node', 1);
    (payload['ts'] as number).should.be.within(before, Date.now());
    payload.should.have.properties({
      meterId: METER,
      dataId: '0x00000000',
      register: 'TOTAL_ACTIVE_COMBINED',
      unit: 'kWh',
      source: 'dlt645',
      via: 'poll',
    });
    payload['value']?.should.be.a.Number();
    message.should.match({
      topic: `ivy/v1/meters/${METER}/telemetry`,
      qos: 1,
      retain: false,
      parts: { id: /\S/, index: 0 },
      meter: { id: METER, protocol: 'dlt645', remoteAddress: '127.0.0.1' },
    });
    (await bench.summary(METER)).payload.should.match({ read: 3, refused: 0, failed: 0 });
  });

  it('reads the values that the meter has', async () => {
    await start({}, { registers: { '02010100': '0523', '02010200': '1123', '02010300': '9822' } });
    await bench.poll({ meterId: METER, group: 'instantaneous' });
    (await bench.readings(9)).slice(0, 3).should.deepEqual([
      ['VOLTAGE_A', 230.5, 'V'],
      ['VOLTAGE_B', 231.1, 'V'],
      ['VOLTAGE_C', 229.8, 'V'],
    ]);
  });

  it('says on output 2 how a cycle went', async () => {
    await start();
    const summary = await bench.poll({ meterId: METER });
    summary.payload.should.match({ meterId: METER, read: 3, refused: 0, failed: 0 });
    (summary.payload['duration'] as number).should.be.within(0, 2_000);
    summary.meter.should.have.properties({ id: METER });
  });

  it('gives every answer with what was asked on output 3', async () => {
    await start();
    await bench.poll({ meterId: METER });
    const { payload, request, meter } = await bench.flow.next('node', 3);
    request.should.deepEqual({ meterId: METER, di: '00000000' });
    payload.should.have.properties({ address: METER, control: 0x91, di: '00000000' });
    meter.should.have.properties({ id: METER });
  });

  it('polls all meters where no one is named', async () => {
    await start();
    bench.simulator.addDlt645Meter({ address: '000000005678', pushEvery: 50, redial: false });
    await bench.online('000000005678');
    bench.flow.send('node', { payload: 'now' });
    await Promise.all([bench.summary(METER)]);
    const both = await bench.readings(6);
    both.should.have.length(6);
  });

  it('gives the readings of a cycle as one set where that is wished', async () => {
    await start({ output: 'set' });
    await bench.poll({ meterId: METER });
    const { payload, topic } = await bench.flow.next('node', 1);
    (topic as string).should.equal(`ivy/v1/meters/${METER}/telemetry`);
    payload.should.match({ meterId: METER, isBatch: true, source: 'dlt645', via: 'poll' });
    Object.keys(payload['values'] as object).should.deepEqual([
      'TOTAL_ACTIVE_COMBINED',
      'TOTAL_ACTIVE_IMPORT',
      'TOTAL_ACTIVE_EXPORT',
    ]);
    bench.flow.rest('node', 1).should.deepEqual([]);
  });

  it('tells on output 2 why a meter that keeps silent could not be read, once', async () => {
    await start();
    bench.simulator.meters[0]?.silence('all');
    const found: Seen[] = [];
    bench.flow.send('node', { payload: { meterId: METER } });
    await bench.flow.find('node', 2, (message) => {
      found.push(message);
      return 'duration' in message.payload;
    });
    found[0]?.should.match({
      payload: { meterId: METER, dataId: /^0x/, code: 'command-timeout', error: /\S/ },
      meter: { id: METER },
    });
    found[1]?.payload.should.match({ read: 0, refused: 0, failed: 1 });
    found.should.have.length(2);
    bench.flow.rest('node', 1).should.deepEqual([]);
  });

  it('shows how many meters there are, and how many failed', async () => {
    await start({ enabled: 'true', interval: '1000' });
    bench.simulator.meters[0]?.silence('all');
    (await bench.flow.statusMatching('node', /^1 meters, 1 failed$/, 5_000)).should.match({
      fill: 'yellow',
    });
    bench.simulator.meters[0]?.silence(false);
    (await bench.flow.statusMatching('node', /^1 meters, 0 failed$/, 5_000)).should.match({
      fill: 'green',
    });
  }).timeout(12_000);

  it('polls by itself soon after a meter has come, and again at the interval', async () => {
    await start({ enabled: 'true', interval: '1000' });
    await bench.summary(METER);
    await bench.summary(METER);
  });

  it('rests where it is not to poll by itself, and says so', async () => {
    await start({ enabled: 'false', interval: '1000' });
    bench.flow.status('node').should.deepEqual({
      fill: 'grey',
      shape: 'dot',
      text: 'only on trigger',
    });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    bench.flow.rest('node', 2).should.deepEqual([]);
  });

  it('fails a trigger for a meter that is not there, and shows it', async () => {
    await start();
    bench.flow.send('node', { payload: { meterId: '999999999998' } });
    (await bench.flow.caught()).error.should.match({ code: 'meter-not-connected' });
    bench.flow.status('node').should.match({ fill: 'red', text: 'Meter not connected' });
    await bench.poll({ meterId: METER });
    bench.flow.status('node').should.match({ fill: 'grey', text: 'only on trigger' });
  });

  it('fails a trigger for a group that there is not', async () => {
    await start();
    bench.flow.send('node', { payload: { group: 'everything' } });
    (await bench.flow.caught()).error.should.match({
      code: 'invalid-request',
      message: /energy, instantaneous, all/,
    });
  });
});
