import should from 'should';
import { Simulator } from '../../src/simulator';
import { unload } from '../helpers/flow';
import { Example } from './example';

const QUARTER = 900_000;
const KEYS = {
  encryptionKey: 'B7A14E0C53D89F2264E1780B9DC53AF6',
  authenticationKey: '19E6C20D7F5B84A3D0618EF3472B9C5A',
};

/** One whose polls come soon after it has dialled in. */
const CIPHERED = '370000000006';

describe('examples with simulated meters', function () {
  this.timeout(30_000);
  let simulator: Simulator | undefined;

  afterEach(async () => {
    await simulator?.close();
    await unload();
  });

  it('A ciphered meter is read as soon as its keys are in the list', async () => {
    const example = await Example.start('A ciphered meter', 'correct horse');
    simulator = new Simulator({ port: 8890 });
    const redial = { redial: 50, jitter: 0 };
    const meter = simulator.addDlmsMeter({ ...redial, address: CIPHERED, keys: KEYS });
    simulator.start();
    const { payload } = await example.at('meters come and go');
    payload.should.containEql({ meterId: CIPHERED, state: 'online' });
    (await example.at('failures and summary')).payload.should.containEql({ read: 0, failed: 0 });
    await example.list({ id: CIPHERED, keys: KEYS });
    meter.hangUp();
    (await example.at('readings')).payload.should.containDeep({
      values: { TOTAL_ACTIVE_IMPORT: { value: 12345.71, unit: 'kWh' } },
    });
  });

  it('Back-fill after an outage gives each row once, however often the line breaks', async () => {
    const example = await Example.start('Back-fill after an outage');
    const now = Date.now();
    simulator = new Simulator({ port: 8889 });
    const meter = simulator.addDlmsMeter({
      ...{ now: () => now, dropAfter: 8, redial: 50, jitter: 0 },
    });
    simulator.start();
    const first = (await example.at('each row, with its own time')).payload;
    should(first).match({ meterTime: /^2.*\+01:00$/, kWh: (value: unknown) => Number(value) > 0 });
    let tally: Record<string, unknown>;
    const newest = new Date(Math.floor(now / QUARTER) * QUARTER + 3_600_000);
    do tally = (await example.at('how many')).payload;
    while (tally['newest'] !== `${newest.toISOString().slice(0, 19)}+01:00`);
    meter.counters.connected.should.be.above(1);
    // Two days, and the hour by which the meter's clock is ahead of UTC.
    should(tally).match({ rows: (rows: unknown) => [196, 197].includes(Number(rows)), twice: 0 });
  });
});
