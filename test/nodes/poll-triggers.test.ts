import should from 'should';
import dlt645Poller from '../../nodes/dlt645-poller/dlt645-poller';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import listener from '../../nodes/ivy-tcp-listener/ivy-tcp-listener';
import type { GatewayNode } from '../../nodes/shared/gateway-node';
import { load, unload } from '../helpers/flow';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';
import { PollerBench } from './pollers';

const HALL_1 = ['000000000101', '000000000102'];
const HALL_2 = ['000000000201'];
const METER = '000000001234';
const POLLER = { type: 'dlt645-poller', group: 'custom', registers: ['02800002'] };

describe('a trigger of a poller', () => {
  let bench: PollerBench;

  beforeEach(async () => {
    bench = await PollerBench.start(dlt645Poller, POLLER);
    const { gateway: running } = bench.flow.node('gw') as GatewayNode;
    await running?.roster.replace([
      ...HALL_1.map((id) => ({ id, group: 'hall 1', trusted: true, protected: false })),
      ...HALL_2.map((id) => ({ id, group: 'hall 2', trusted: true, protected: false })),
    ]);
    for (const address of [...HALL_1, ...HALL_2]) {
      bench.simulator.addDlt645Meter({ address, pushEvery: 50, redial: false });
      await bench.online(address);
    }
  });
  afterEach(() => bench.close());

  async function polled(payload: unknown, count: number): Promise<unknown[]> {
    bench.flow.send('node', { payload });
    const summaries = [];
    while (summaries.length < count) {
      const { payload: said } = await bench.flow.next('node', 2);
      if ('duration' in said) summaries.push(said['meterId']);
    }
    return summaries.sort();
  }

  it('with a group polls the meters that the meter list has in it', async () => {
    (await polled({ group: 'hall 1' }, 2)).should.deepEqual(HALL_1);
    (await polled({ group: 'hall 2' }, 1)).should.deepEqual(HALL_2);
    bench.flow.rest('node', 2).should.deepEqual([]);
  });

  it('with nothing of that polls all meters', async () => {
    (await polled(1_795_298_325_316, 3)).should.deepEqual([...HALL_1, ...HALL_2]);
  });

  it('with registers reads that group of registers', async () => {
    await polled({ meterId: HALL_2[0], registers: 'instantaneous' }, 1);
    const registers = (await bench.readings(9)).map(([register]) => register);
    registers.should.containEql('VOLTAGE_A');
    registers.should.containEql('CURRENT_A');
  });

  for (const [name, payload, message] of [
    ['a meter in another group', { meterId: HALL_2[0], group: 'hall 1' }, /^Meter not connected$/],
    ['a group without meters', { group: 'hall 3' }, /^No meter of group "hall 3" is connected$/],
    ['unknown registers', { registers: 'hall 1' }, /^msg.payload.registers must be one of energy,/],
    ['a group that is no text', { group: 1 }, /^msg.payload.group must be text$/],
  ] as const) {
    it(`for ${name} is an error that says so`, async () => {
      bench.flow.send('node', { payload });
      const [error] = await bench.flow.done('node');
      should(error).match(message);
    });
  }
});

describe('a poller', () => {
  afterEach(unload);

  const warnings = async (interval: string, enabled = 'true'): Promise<string[]> => {
    const port = await freePort();
    const flow = await load(
      [gateway, listener, dlt645Poller],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', type: 'dlt645-poller', gateway: 'gw', interval, enabled },
        ...['120000', '30000'].map((connectionTimeout, index) => ({
          id: `in ${index}`,
          ...{
            type: 'ivy-tcp-listener',
            gateway: 'gw',
            host: '127.0.0.1',
            port: String(port + index),
          },
          connectionTimeout,
        })),
      ],
    );
    await flow.statusMatching('in 0', /0 meters/);
    return flow.logged('node');
  };

  it('whose interval is longer than a listener keeps silent meters warns of it', async () => {
    (await warnings('30001')).should.deepEqual([
      'POLLING_INTERVAL: 30001 ms is longer than TCP_CONNECTION_TIMEOUT, 30000 ms, after which a silent meter is cut off',
    ]);
  });

  it('whose interval is not longer, or which only reads on trigger, does not', async () => {
    (await warnings('30000')).should.deepEqual([]);
    await unload();
    (await warnings('60000', 'false')).should.deepEqual([]);
  });

  it('says how many meters it polls less often, because they are silent', async () => {
    const settings = { ...POLLER, enabled: 'true', interval: '1000', timeout: '100' };
    const bench = await PollerBench.start(dlt645Poller, settings);
    const meter = bench.simulator.addDlt645Meter({ address: METER, silent: true, redial: false });
    await until(
      () => meter.connected || undefined,
      2_000,
      () => 'the meter does not dial in',
    );
    meter.push();
    await bench.flow.statusMatching('node', /^1 meter, 1 failed, 1 polled less often$/, 10_000);
    const { payload } = await bench.flow.find(
      'node',
      2,
      ({ payload: { silentPolls } }) => silentPolls === 2,
    );
    payload.should.match({ meterId: METER, read: 0, failed: 1, skipped: 0 });
    await bench.close();
  }).timeout(15_000);
});
