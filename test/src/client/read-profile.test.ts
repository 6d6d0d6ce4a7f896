import should from 'should';
import {
  DEFAULT_ADDRESSES,
  DlmsClient,
  dlmsForms,
  type ProfileCursor,
  type ProfileRequest,
  readProfile,
  startProfile,
} from '../../../src/client';
import { Failure } from '../../../src/link';
import { endLines, line } from '../link/line';
import { FIRST_ROW, ProfileMeter, type ProfileMeterOptions, QUARTER } from './profile-meter';

const OBIS = '1-0:99.1.0.255';
const OPTIONS = { priority: 'back-fill', timeout: 4_000 } as const;
const quarters = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => FIRST_ROW + index * QUARTER);
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const span = (from: number, to: number): ProfileRequest => ({
  obis: OBIS,
  span: { from: FIRST_ROW + from * QUARTER, to: FIRST_ROW + to * QUARTER },
});

describe('a profile', () => {
  afterEach(endLines);

  const dialIn = async (options: ProfileMeterOptions) => {
    const { link, meter: caller } = await line();
    const meter = new ProfileMeter(caller.socket, options);
    return { meter, client: new DlmsClient(link, dlmsForms(DEFAULT_ADDRESSES).slice(0, 1)) };
  };

  /** Energies of the rows, each the number of its quarter. */
  const readAll = async (client: DlmsClient, start: ProfileCursor) => {
    const energies: unknown[] = [];
    let parts = 0;
    for await (const { rows } of readProfile(client, start, OPTIONS)) {
      parts++;
      energies.push(...rows.map((row) => row[1]?.value));
    }
    return { energies, parts };
  };

  const read = async (options: ProfileMeterOptions, request: ProfileRequest) => {
    const { client } = await dialIn(options);
    return readAll(client, await startProfile(client, request, OPTIONS));
  };

  it('of a span is read in parts of about a hundred rows, which end on the hour', async () => {
    const { energies, parts } = await read({ times: quarters(1_000) }, span(50, 950));
    energies.should.eql(numbers(50, 950));
    parts.should.equal(9);
  });

  it('tells its columns, and is complete with the last part', async () => {
    const { client } = await dialIn({ times: quarters(150) });
    const start = await startProfile(client, span(0, 150), OPTIONS);
    const complete: boolean[] = [];
    for await (const part of readProfile(client, start, OPTIONS)) {
      complete.push(part.complete);
      part.columns.should.eql({
        captureObjects: [
          { classId: 8, obis: '0-0:1.0.0.255', attribute: 2, dataIndex: 0 },
          { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, dataIndex: 0 },
        ],
        capturePeriod: 900,
      });
    }
    complete.should.eql([false, true]);
  });

  it('gives the newest rows by their numbers', async () => {
    const { energies } = await read({ times: quarters(300) }, { obis: OBIS, entries: 250 });
    energies.should.eql(numbers(50, 300));
  });

  it('whose rows move up while it is read gives each once', async () => {
    let captured = 300;
    const { client, meter } = await dialIn({
      times: quarters(300),
      beforeBuffer: () => {
        for (let count = 0; count < 6; count++) {
          meter.capture(FIRST_ROW + captured++ * QUARTER);
        }
      },
    });
    const start = await startProfile(client, { obis: OBIS, entries: 300 }, OPTIONS);
    const { energies } = await readAll(client, start);
    energies.should.eql(numbers(0, energies.length));
    energies.length.should.be.aboveOrEqual(300);
  });

  it('of a meter that selects by number only is read so, and other times left out', async () => {
    const meter = { times: quarters(300), selections: 'entry' } as const;
    (await read(meter, span(120, 260))).energies.should.eql(numbers(120, 260));
  });

  it('of a meter that refuses to select, or selects nothing, is read once as a whole', async () => {
    for (const selections of ['none', 'ignored'] as const) {
      const { energies, parts } = await read({ times: quarters(300), selections }, span(20, 280));
      energies.should.eql(numbers(20, 280));
      parts.should.equal(1);
    }
  });

  it('with null for what follows from the row before has every cell', async () => {
    const { client } = await dialIn({ times: quarters(10), compressed: true });
    const start = await startProfile(client, span(0, 10), OPTIONS);
    for await (const { rows } of readProfile(client, start, OPTIONS)) {
      should(rows.at(-1)?.[0]).eql({ type: 'octet-string', value: '07ea0101ff020f00008000ff' });
    }
  });

  it('of a day on which an hour comes twice gives both', async () => {
    const clock = quarters(12);
    const times = [...clock.slice(0, 12), ...clock.slice(8, 12), FIRST_ROW + 12 * QUARTER];
    const { energies } = await read({ times }, span(0, 13));
    energies.should.eql([...numbers(0, 12), ...numbers(8, 13)]);
  });

  it('of events, which have no period, is read by the month', async () => {
    const month = 31 * 96;
    const times = [0, month - 1, month, 2 * month].map((quarter) => FIRST_ROW + quarter * QUARTER);
    const { energies, parts } = await read({ times, period: 0 }, span(0, 2 * month + 1));
    energies.should.eql([0, month - 1, month, 2 * month]);
    parts.should.equal(3);
  });

  it('cut at every answer gives each row once, the cursor kept as JSON', async () => {
    const times = quarters(250);
    const block = 200;
    const whole = await dialIn({ times, block });
    const first = await startProfile(whole.client, span(0, 250), OPTIONS);
    await readAll(whole.client, first);
    const answers = whole.meter.answers;
    answers.should.be.above(20);
    for (let dropAt = 5; dropAt <= answers; dropAt++) {
      const energies: unknown[] = [];
      const { client } = await dialIn({ times, block, dropAt });
      let kept = '';
      try {
        let cursor = await startProfile(client, span(0, 250), OPTIONS);
        kept = JSON.stringify(cursor);
        for await (const part of readProfile(client, cursor, OPTIONS)) {
          energies.push(...part.rows.map((row) => row[1]?.value));
          cursor = part.cursor;
          kept = JSON.stringify(cursor);
        }
        should.fail(dropAt, answers, 'the connection was not lost');
      } catch (error) {
        should(error).be.instanceOf(Failure).and.have.property('code', 'meter-not-connected');
      }
      const again = await dialIn({ times });
      energies.push(...(await readAll(again.client, JSON.parse(kept))).energies);
      energies.should.eql(numbers(0, 250));
    }
  });
});
