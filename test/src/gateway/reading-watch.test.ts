import 'should';
import { ReadingWatch } from '../../../src/gateway/reading-watch';
import type { Reading } from '../../../src/telemetry';

const ENERGY = '1-0:1.8.0.255';

describe('what readings show of their meter', () => {
  let ts = 0;
  let told: unknown[] = [];
  let memory: Map<string, unknown>;
  let watch: ReadingWatch;
  const newWatch = () =>
    new ReadingWatch(
      (meterId) => (meterId === '1' ? memory : undefined),
      (meterId, event, severity, data) => {
        told.push([meterId, event, severity, data]);
      },
    );
  beforeEach(() => {
    told = [];
    memory = new Map();
    watch = newWatch();
  });

  const reading = (more: Partial<Reading>): Reading => ({
    ...{ ts: ++ts, meterId: '1', dataId: ENERGY, register: 'TOTAL_ACTIVE_IMPORT' },
    ...{ value: 0, unit: 'kWh', source: 'dlms', via: 'poll' },
    ...more,
  });
  const qualities = (values: readonly (number | string)[], more: Partial<Reading> = {}) =>
    values.map((value) => watch.look(reading({ value, ...more }), 0).quality ?? 'good');

  it('an energy that goes down is suspect until another reading confirms it: meter_reset', () => {
    qualities([100, 101, 3, 3.5, 4]).should.eql(['good', 'good', 'suspect', 'good', 'good']);
    told.should.eql([
      [
        ...['1', 'meter_reset', 'warning'],
        { register: 'TOTAL_ACTIVE_IMPORT', before: 101, after: 3.5 },
      ],
    ]);
  });

  it('an energy that went down while nobody looked is suspect, then meter_reset', () => {
    qualities([100, 101]);
    memory = new Map(JSON.parse(JSON.stringify([...memory])));
    watch = newWatch();
    qualities([3, 3.5, 4]).should.eql(['suspect', 'good', 'good']);
    told.should.eql([
      [
        ...['1', 'meter_reset', 'warning'],
        { register: 'TOTAL_ACTIVE_IMPORT', before: 100, after: 3.5 },
      ],
    ]);
    watch = newWatch();
    qualities([4.5]).should.eql(['good']);
  });

  it('an energy is written down once a day, not with each reading', () => {
    qualities([100, 101]);
    memory.get(`energy:${ENERGY}`)?.should.have.property('value', 100);
    qualities([102], { ts: ts + 24 * 3_600_000 });
    memory.get(`energy:${ENERGY}`)?.should.have.property('value', 102);
  });

  it('one wrong value among right ones is suspect, and no reset', () => {
    qualities([100, 3, 101, 102]).should.eql(['good', 'suspect', 'good', 'good']);
    told.should.be.empty();
  });

  it('a value that falls again and again is confirmed by none', () => {
    qualities([100, 50, 40, 30]).should.eql(['good', 'suspect', 'suspect', 'suspect']);
    told.should.be.empty();
  });

  it('the same reading on its way a second time confirms nothing', () => {
    qualities([100]);
    const down = reading({ value: 3 });
    watch.look(watch.look(down, 0), 0).should.have.properties({ quality: 'suspect' });
    told.should.be.empty();
  });

  it('values with many digits are compared as numbers, meters and registers apart', () => {
    qualities(['999999999999.9990', '1000000000000.0010']).should.eql(['good', 'good']);
    qualities([5], { meterId: '2' }).should.eql(['good']);
    qualities([5], { dataId: '1-0:2.8.0.255' }).should.eql(['good']);
  });

  it('sums with a sign, powers and rows of profiles may go down', () => {
    for (const more of [
      { dataId: '0x00000000' },
      { dataId: '1-0:16.8.0.255' },
      { dataId: '1-0:1.7.0.255' },
      { via: 'profile' },
    ] as const) {
      qualities([100, 3], more).should.eql(['good', 'good']);
    }
  });

  it('a clock that is off is told once, and once that it is right again', () => {
    const now = 1_769_740_245_000;
    const clock = (drift: number) =>
      watch.look(reading({ ts: now, register: 'CLOCK', value: '', meterTs: now + drift }), 60_000);
    for (const drift of [5_000, -61_000, -70_000, 8 * 3_600_000, 0]) clock(drift);
    told.should.eql([
      ['1', 'clock_drift', 'warning', { drift: -61 }],
      ['1', 'clock_zone_error', 'warning', { drift: 28_800 }],
      ['1', 'clock_right', 'info', { drift: 0 }],
    ]);
  });
});
