import { connect, type Socket } from 'node:net';
import should from 'should';
import type { Meter } from '../../../src/link';
import { readNewRows } from '../../../src/polling/profile-cycle';
import { profileTasks } from '../../../src/polling/profile-task';
import { type Publication, TimeZone } from '../../../src/telemetry';
import { until } from '../../helpers/until';
import {
  FIRST_ROW,
  ProfileMeter,
  type ProfileMeterOptions,
  QUARTER,
} from '../client/profile-meter';
import { TestGateway } from '../gateway/test-gateway';
import { newFolder, tidyUp } from '../store/folder';

interface Row {
  readonly meterTime: string;
  readonly meterTs?: number;
  readonly quality?: string;
  readonly values: { readonly TOTAL_ACTIVE_IMPORT: { readonly rawValue: number } };
}

const OBIS = '1-0:99.1.0.255';
/** The last full quarter of an hour, so that rows are young. */
const NOW = Math.floor(Date.now() / QUARTER) * QUARTER;

/** Local times of so many quarters up to, and without, this one. */
function quarters(count: number, end = NOW): number[] {
  return Array.from({ length: count }, (_, index) => end - (count - index) * QUARTER);
}

const energyAt = (time: number) => (time - FIRST_ROW) / QUARTER;

describe('the rows of a load profile', () => {
  let test: TestGateway;
  let sockets: Socket[];
  let meters = 0;

  async function open(timezone?: string, folder?: string): Promise<void> {
    test = await TestGateway.open({
      timezone: timezone === undefined ? undefined : new TimeZone(timezone),
      folder,
    });
  }

  beforeEach(() => {
    sockets = [];
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await test.close();
    await tidyUp();
  });

  const newId = (): string => String(++meters).padStart(12, '0');

  async function dialIn(
    id: string,
    options: ProfileMeterOptions,
  ): Promise<{ readonly meter: Meter; readonly device: ProfileMeter }> {
    const former = test.gateway.directory.find(id)?.link;
    const socket = connect(test.portNumber, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    const device = new ProfileMeter(socket, options);
    const address = Buffer.from(id, 'latin1').toString('hex');
    socket.write(Buffer.from(`00010001000100120a020c${address}0d0000`, 'hex'));
    const meter = await until(
      () => {
        const found = test.gateway.directory.find(id);
        return found?.link && found.link !== former ? found : undefined;
      },
      4_000,
      () => 'the meter does not get through',
    );
    return { meter, device };
  }

  /** Reads what is new, also where the connection is lost meanwhile. */
  async function read(meter: Meter, days = 4): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const settings = { loadProfile: OBIS, every: 15, billing: 'off', days };
    const [task] = profileTasks(settings, test.gateway.profileOf(meter.id));
    if (!task) throw new Error('there is nothing to do');
    const give = ({ payload }: Publication): void => {
      if (payload !== '') rows.push(...(payload['rows'] as Row[]));
    };
    await readNewRows(test.gateway, meter, task, 2_000, give).catch((error) =>
      should(error).have.property('code', 'meter-not-connected'),
    );
    return rows;
  }

  const energies = (rows: readonly Row[]) =>
    rows.map(({ values }) => values.TOTAL_ACTIVE_IMPORT.rawValue);

  it('are given once: then those that are new', async () => {
    await open();
    const times = quarters(120);
    const { meter, device } = await dialIn(newId(), { times });
    energies(await read(meter)).should.eql(times.map(energyAt));
    (await read(meter)).should.eql([]);
    device.capture(NOW);
    energies(await read(meter)).should.eql([energyAt(NOW)]);
    (await read(meter)).should.eql([]);
  });

  it('cut at every block are each given once', async () => {
    await open();
    const times = quarters(130);
    const block = 900;
    const whole = await dialIn(newId(), { times, block });
    await read(whole.meter);
    const { answers } = whole.device;
    answers.should.be.above(10);
    for (let dropAt = 1; dropAt <= answers; dropAt++) {
      const id = newId();
      const cut = await dialIn(id, { times, block, dropAt });
      const before = await read(cut.meter);
      const again = await dialIn(id, { times, block });
      const after = await read(again.meter);
      energies([...before, ...after]).should.eql(times.map(energyAt));
      again.device.answers.should.be.belowOrEqual(answers);
    }
  });

  it('that are not there yet are looked for no farther back than at first', async () => {
    await open();
    const { meter, device } = await dialIn(newId(), { times: [] });
    (await read(meter)).should.eql([]);
    const { answers } = device;
    (await read(meter)).should.eql([]);
    device.answers.should.be.belowOrEqual(2 * answers);
    device.capture(NOW);
    energies(await read(meter)).should.eql([energyAt(NOW)]);
  });

  it('are each given once by a meter that selects by number only, or not at all', async () => {
    await open('UTC');
    for (const selections of ['entry', 'none', 'ignored'] as const) {
      const times = quarters(230);
      const { meter, device } = await dialIn(newId(), { times, selections });
      energies(await read(meter)).should.eql(times.map(energyAt));
      device.capture(NOW);
      energies(await read(meter)).should.eql([energyAt(NOW)]);
      const { answers } = device;
      (await read(meter)).should.eql([]);
      if (selections === 'entry') (device.answers - answers).should.be.below(9);
    }
  });

  it('outlast a restart of the gateway: nothing comes twice', async () => {
    const folder = await newFolder();
    await open(undefined, folder);
    const times = quarters(10);
    const id = newId();
    const first = await dialIn(id, { times });
    energies(await read(first.meter)).should.eql(times.map(energyAt));
    await test.close();
    await open(undefined, folder);
    const again = await dialIn(id, { times: [...times, NOW] });
    energies(await read(again.meter)).should.eql([energyAt(NOW)]);
  });

  describe('on days that are no 24 hours', () => {
    const OCTOBER = Date.UTC(2026, 9, 25);
    const MARCH = Date.UTC(2026, 2, 29);
    const DAYS = 400;
    /** Local quarters from 01:00 to 04:00, with 02:00 to 03:00 left out or twice. */
    const at = (day: number, hour: number) => quarters(4, day + (hour + 1) * 3_600_000);
    const LONG = [...at(OCTOBER, 1), ...at(OCTOBER, 2), ...at(OCTOBER, 2), ...at(OCTOBER, 3)];
    const SHORT = [...at(MARCH, 1), ...at(MARCH, 3)];
    const moments = (first: number, count: number) =>
      Array.from({ length: count }, (_, index) => first + index * QUARTER);

    it('of 25 hours: both hours, at their own times', async () => {
      await open('Europe/Berlin');
      const { meter } = await dialIn(newId(), { times: LONG });
      const rows = await read(meter, DAYS);
      rows.map(({ meterTs }) => meterTs).should.eql(moments(Date.UTC(2026, 9, 24, 23), 16));
      rows.every(({ quality }) => quality === undefined).should.be.true();
    });

    it('of 25 hours, read row by row: each once, at its own time', async () => {
      await open('Europe/Berlin');
      const id = newId();
      const rows: Row[] = [];
      for (let count = 1; count <= LONG.length; count++) {
        const { meter } = await dialIn(id, { times: LONG.slice(0, count) });
        rows.push(...(await read(meter, DAYS)));
      }
      rows.map(({ meterTs }) => meterTs).should.eql(moments(Date.UTC(2026, 9, 24, 23), 16));
    }).timeout(30_000);

    it('of 23 hours: no gap in time', async () => {
      await open('Europe/Berlin');
      const { meter } = await dialIn(newId(), { times: SHORT });
      const rows = await read(meter, DAYS);
      rows.map(({ meterTs }) => meterTs).should.eql(moments(Date.UTC(2026, 2, 29, 0), 8));
    });

    it('where nothing tells which of the two hours, they say so', async () => {
      await open('Europe/Berlin');
      const { meter } = await dialIn(newId(), { times: at(OCTOBER, 2) });
      const rows = await read(meter, DAYS);
      rows.map(({ quality }) => quality).should.eql(Array(4).fill('clock-ambiguous'));
    });
  });

  it('of a meter on UTC+8 have their times in UTC, wherever the gateway is', async () => {
    await open('Asia/Shanghai');
    // What the meter's clock shows is eight hours ahead.
    const times = quarters(8, NOW + 8 * 3_600_000);
    const { meter } = await dialIn(newId(), { times });
    const rows = await read(meter);
    rows.map(({ meterTs }) => meterTs).should.eql(quarters(8));
    rows[0]?.meterTime.should.equal(new Date(times[0] ?? 0).toISOString().slice(0, 19));
  });

  it('of a meter on UTC+8 whose zone nobody knows are all there, without a time in UTC', async () => {
    await open();
    const times = quarters(40, NOW + 8 * 3_600_000);
    const { meter } = await dialIn(newId(), { times });
    const rows = await read(meter);
    energies(rows).should.eql(times.map(energyAt));
    rows.every(({ meterTs }) => meterTs === undefined).should.be.true();
  });
});

describe('a billing profile', () => {
  const clock = { timezone: new TimeZone('Asia/Shanghai') };
  const settings = { loadProfile: 'off', every: undefined, billing: '0-0:98.1.0.255', days: 1 };
  const [task] = profileTasks(settings, {
    ...{ name: '', title: '', association: {}, pushes: [], words: undefined as never },
    groups: { energy: [], instantaneous: [], all: [] },
    billing: { obis: '0-0:98.1.0.255', day: 1 },
  });
  const isDue = (last: string, now: string) =>
    task?.isDue({ last: Date.parse(`${last}Z`), recent: [], readAt: 0 }, Date.parse(now), clock);

  it('is read once after each closing date, which begins as the day does at the meter', () => {
    should(task?.isDue(undefined, 0, clock)).be.true();
    should(isDue('2026-01-01T00:00:00', '2026-01-31T15:59:00Z')).be.false();
    should(isDue('2026-01-01T00:00:00', '2026-01-31T16:01:00Z')).be.true();
    should(isDue('2026-02-01T00:00:00', '2026-01-31T16:01:00Z')).be.false();
    should(isDue('2026-01-31T23:59:59', '2026-01-31T16:01:00Z')).be.false();
  });
});
