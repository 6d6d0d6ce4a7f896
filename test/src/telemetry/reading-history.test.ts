import 'should';
import type { Reading } from '../../../src/telemetry';
import { ReadingHistory } from '../../../src/telemetry/reading-history';

const voltage: Reading = {
  ts: 1_000,
  meterId: '000000001234',
  dataId: '0x02010100',
  register: 'VOLTAGE_A',
  value: 220.5,
  unit: 'V',
  source: 'dlt645',
  via: 'poll',
};

describe('the history of readings', () => {
  it('gives the points of each register, the oldest first', () => {
    const history = new ReadingHistory();
    history.note(voltage);
    history.note({ ...voltage, register: 'CURRENT_A', unit: 'A', value: 5 });
    history.note({ ...voltage, ts: 2_000, value: 221 });
    history.of('000000001234').should.eql([
      {
        register: 'VOLTAGE_A',
        unit: 'V',
        points: [
          [1_000, 220.5],
          [2_000, 221],
        ],
      },
      { register: 'CURRENT_A', unit: 'A', points: [[1_000, 5]] },
    ]);
  });

  it('keeps the last 120 of a register', () => {
    const history = new ReadingHistory();
    for (let ts = 1; ts <= 250; ts += 1) history.note({ ...voltage, ts });
    const [series] = history.of('000000001234');
    const times = series?.points.map(([ts]) => ts) ?? [];
    [times.length, times[0], times.at(-1)].should.eql([120, 131, 250]);
  });

  it('follows quantities only that charts show, and neither texts nor what is suspect', () => {
    const history = new ReadingHistory();
    history.note({ ...voltage, register: 'FREQUENCY', unit: 'Hz', value: 50 });
    history.note({ ...voltage, value: '1234567890123456789' });
    history.note({ ...voltage, quality: 'suspect' });
    history.of('000000001234').should.eql([]);
  });

  it('is bounded: what is known goes on, what is new is not followed', () => {
    const history = new ReadingHistory(1);
    history.note(voltage);
    history.note({ ...voltage, meterId: '000000005678' });
    history.note({ ...voltage, ts: 2_000 });
    history.of('000000005678').should.eql([]);
    const points = history.of('000000001234').flatMap((series) => series.points);
    points.map(([ts]) => ts).should.eql([1_000, 2_000]);
  });

  it('knows nothing of meters that it has not heard of', () => {
    new ReadingHistory().of('__proto__').should.eql([]);
  });
});
