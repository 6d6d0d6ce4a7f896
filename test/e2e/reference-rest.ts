import should from 'should';
import { until } from '../helpers/until';
import type { RecordedMeter } from './recorded-meter';
import { dlt645Meter } from './recordings';
import type { RunningGateway } from './running-gateway';

interface Meter {
  readonly lastTelemetry?: Readonly<Record<string, unknown>>;
}

const METER = '000000001234';

/** Plays the example *REST of the reference gateway*: what reads that gateway's HTTP paths goes on working. */
export function playReferenceRest(running: () => RunningGateway): void {
  let meter: RecordedMeter;

  before(async () => {
    await running().red.importExample('REST of the reference gateway');
    meter = await running().dialIn(dlt645Meter);
  });
  after(() => meter?.hangUp());

  const get = async (path: string) => (await running().red.admin(path)) as Record<string, unknown>;

  /** The meters, once the first of them has been read. */
  async function whenRead(): Promise<readonly Meter[]> {
    const read = async () => {
      const { meters } = (await get('/api/meters')) as { meters?: readonly Meter[] };
      return meters?.[0]?.lastTelemetry?.['VOLTAGE_A'] ? meters : undefined;
    };
    return until(read, 60_000, () => 'no readings');
  }

  it('lists the meters that are connected, with their last readings', async () => {
    const [one] = await whenRead();
    should(one).containEql({
      meterId: METER,
      online: true,
      state: 'online',
      protocolType: 'dlt645',
      remoteAddress: '127.0.0.1',
    });
    const { VOLTAGE_A, _lastUpdate } = { ...one?.lastTelemetry };
    should(VOLTAGE_A).containEql({ value: 220.5, unit: 'V' });
    should(_lastUpdate).be.a.Number();
  });

  it('tells of one meter, and answers 404 for one that it does not know', async () => {
    const one = await get(`/api/meters/${METER}`);
    one.should.containEql({ meterId: METER, alarms: [] });
    should(one['status']).containEql({ meterId: METER, online: true });
    const response = await fetch(`${running().red.url}/api/meters/nobody`);
    response.status.should.equal(404);
    ((await response.json()) as object).should.deepEqual({ error: 'Meter not found' });
  });

  it('says that all is well, what it is, and what it has counted', async () => {
    (await get('/health')).should.containEql({ status: 'ok' });
    (await get('/api/info')).should.containEql({ name: 'IVY 4G Gateway', version: '0.1.0' });
    (await get('/api/stats')).should.have.properties(['uptime', 'memory', 'tcp', 'publisher']);
  });

  it('gives events, alarms and all readings', async () => {
    const { alarms, events } = await get('/api/alarms');
    should(alarms).deepEqual([]);
    (events as { type: string }[]).map(({ type }) => type).should.deepEqual(['meter_connected']);
    const { telemetry } = await get('/api/telemetry');
    Object.keys(telemetry as object).should.deepEqual([METER]);
  });
}
