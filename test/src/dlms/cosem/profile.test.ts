import 'should';
import should from 'should';
import { decodeData, plainRows, profileRows } from '../../../../src/dlms';
import { fromHex } from '../../../../src/octets';

const CLOCK = { classId: 8, obis: '0-0:1.0.0.255', attribute: 2, dataIndex: 0 };
const STATUS = { classId: 1, obis: '0-0:96.10.1.255', attribute: 2, dataIndex: 0 };
const ENERGY = { classId: 3, obis: '1-0:1.8.0.255', attribute: 2, dataIndex: 0 };

const FIRST_ROW = '0203' + '090c07ea01010400000000800000' + '1107' + '06000f4240';

function rows(hex: string, capturePeriod?: number): unknown {
  const columns = {
    captureObjects: [CLOCK, STATUS, ENERGY],
    ...(capturePeriod === undefined ? {} : { capturePeriod }),
  };
  const filled = profileRows(decodeData(fromHex(hex)), columns);
  return filled && plainRows(filled, columns);
}

describe('a profile row', () => {
  it('has the time, status and value of the row before for null-data', () => {
    should(rows(`0103${FIRST_ROW}02030000000203000000`, 900)).deepEqual([
      ['2026-01-01T00:00:00', 7, 1000000],
      ['2026-01-01T00:15:00', 7, 1000000],
      ['2026-01-01T00:30:00', 7, 1000000],
    ]);
  });

  it('has no time where the profile has no period', () => {
    const expected = [
      ['2026-01-01T00:00:00', 7, 1000000],
      [null, 7, 1000000],
    ];
    should(rows(`0102${FIRST_ROW}0203000000`, 0)).deepEqual(expected);
    should(rows(`0102${FIRST_ROW}0203000000`)).deepEqual(expected);
  });

  it('goes on from a time that was sent', () => {
    const gap = '0203' + '090c07ea01010405000000800000' + '0000';
    should(rows(`0103${FIRST_ROW}${gap}0203000000`, 3600)).deepEqual([
      ['2026-01-01T00:00:00', 7, 1000000],
      ['2026-01-01T05:00:00', 7, 1000000],
      ['2026-01-01T06:00:00', 7, 1000000],
    ]);
  });

  it('adds a delta to the value before', () => {
    should(rows(`0103${FIRST_ROW}020300001f05020300001cff`, 900)).deepEqual([
      ['2026-01-01T00:00:00', 7, 1000000],
      ['2026-01-01T00:15:00', 7, 1000005],
      ['2026-01-01T00:30:00', 7, 1000004],
    ]);
  });

  it('keeps null-data where no row is before it', () => {
    should(rows('01010203000000', 900)).deepEqual([[null, null, null]]);
  });

  it('loses no digit of a 64-bit value', () => {
    const first = '0203' + '00' + '00' + '15fffffffffffffff0';
    should(rows(`0102${first}020300001f05`)).deepEqual([
      [null, null, '18446744073709551600'],
      [null, null, '18446744073709551605'],
    ]);
  });
});

describe('a profile buffer', () => {
  it('may be a compact-array of one column, without structures', () => {
    const columns = { captureObjects: [ENERGY] };
    const filled = profileRows(decodeData(fromHex('1306080000000100000002')), columns) ?? [];
    plainRows(filled, columns).should.deepEqual([[1], [2]]);
  });

  it('is an array; anything else is none', () => {
    should(profileRows({ type: 'unsigned', value: 5 }, { captureObjects: [] })).be.undefined();
  });
});
