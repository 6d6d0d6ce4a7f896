import { connect, type Socket } from 'node:net';
import 'should';
import dlmsPoller from '../../nodes/dlms-poller/dlms-poller';
import type { Fields, Seen } from '../helpers/flow';
import { ProfileMeter, QUARTER } from '../src/client/profile-meter';
import { PollerBench } from './pollers';

const METER = '311501114071';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037310d0000';
const NOW = Math.floor(Date.now() / QUARTER) * QUARTER;
const TIMES = Array.from({ length: 8 }, (_, index) => NOW + (index - 8) * QUARTER);

describe('dlms-poller, with profiles', () => {
  let bench: PollerBench;
  let socket: Socket | undefined;

  afterEach(async () => {
    socket?.destroy();
    await bench.close();
  });

  async function start(settings: Fields): Promise<ProfileMeter> {
    bench = await PollerBench.start(
      dlmsPoller,
      { type: 'dlms-poller', group: 'custom', registers: ['1-0:1.8.0'], ...settings },
      { timezone: 'UTC' },
    );
    const port = Number(
      (bench.flow.configuration as Fields[]).find(({ id }) => id === 'listener')?.['port'],
    );
    socket = connect(port, '127.0.0.1');
    const meter = new ProfileMeter(socket, { times: TIMES });
    socket.write(Buffer.from(HEARTBEAT, 'hex'));
    await bench.online(METER);
    return meter;
  }

  const rowsOf = ({ payload }: Seen) => payload['rows'] as Fields[];
  const isProfile = ({ payload }: Seen) => 'rows' in payload;

  /** Asks for a profile again and again: what comes before the former read is over starts nothing. */
  async function read(registers: string, holds = isProfile): Promise<Seen> {
    const trigger = () => bench.flow.send('node', { payload: { meterId: METER, registers } });
    trigger();
    const again = setInterval(trigger, 100);
    return bench.flow.find('node', 1, holds, 4_000).finally(() => clearInterval(again));
  }

  it('gives the rows of the load profile by itself, on the topic of profiles', async () => {
    await start({ enabled: 'true', interval: '3600000', loadProfile: '1-0:99.1.0' });
    const message = await bench.flow.find('node', 1, isProfile, 10_000);
    const { topic, qos, retain, meter, payload } = message;
    ({ topic, qos, retain }).should.eql({
      topic: `ivy/v1/meters/${METER}/profile`,
      qos: 1,
      retain: false,
    });
    meter.should.have.property('id', METER);
    payload.should.have.properties({ meterId: METER, obis: '1-0:99.1.0.255', complete: true });
    rowsOf(message)
      .map((row) => row['meterTs'])
      .should.eql(TIMES);
  }).timeout(15_000);

  it('reads on trigger too, what the profile of the meter names, and gives no row again', async () => {
    const meter = await start({ loadProfile: 'profile' });
    rowsOf(await read('loadProfile')).length.should.equal(8);
    meter.capture(NOW);
    rowsOf(await read('loadProfile'))
      .map((row) => row['meterTs'])
      .should.eql([NOW]);
  });

  it('reads load profile and bills of a simulated meter, each row at its time', async () => {
    const settings = { loadProfile: 'profile', billing: 'profile' };
    bench = await PollerBench.start(dlmsPoller, { type: 'dlms-poller', ...settings });
    bench.simulator.addDlmsMeter({ address: METER, now: () => NOW, redial: false });
    await bench.online(METER);
    const times = (message: Seen) => rowsOf(message).map((row) => row['meterTs']);
    const isLast = (message: Seen) => isProfile(message) && times(message).includes(NOW);
    times(await read('loadProfile', isLast))
      .slice(-2)
      .should.eql([NOW - QUARTER, NOW]);
    const isBill = ({ payload }: Seen) => payload['obis'] === '0-0:98.1.0.255';
    rowsOf(await read('billing', isBill))[0]?.should.match({
      meterTime: /-01T00:00:00\+01:00$/,
    });
  }).timeout(10_000);

  it('reads none that is off', async () => {
    await start({});
    bench.flow.send('node', { payload: { meterId: METER, registers: 'billing' } });
    await bench.poll({ meterId: METER, registers: 'custom' }, METER);
    bench.flow.rest('node', 1).filter(isProfile).length.should.equal(0);
  });

  it('says which setting cannot be read', async () => {
    const settings = { type: 'dlms-poller', loadProfile: 'hourly' };
    bench = await PollerBench.start(dlmsPoller, settings);
    bench.flow
      .logged('node')
      .join()
      .should.match(/loadProfile: "hourly" is neither off, nor profile, nor an OBIS code/);
  });
});
