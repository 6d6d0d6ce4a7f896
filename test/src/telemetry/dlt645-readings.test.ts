import should from 'should';
import { decodeFrame } from '../../../src/dlt645';
import { dlt645Readings, type Reading, TimeZone } from '../../../src/telemetry';
import { octets } from '../link/caller';

const CONTEXT = { ts: 1, meterId: '000000001234', via: 'poll' } as const;
const HEAD = { ts: 1, meterId: '000000001234', source: 'dlt645', via: 'poll' };

const readings = (hex: string, timezone?: TimeZone): readonly Reading[] =>
  dlt645Readings(decodeFrame(octets(hex)), { ...CONTEXT, timezone });

describe('readings of DL/T 645', () => {
  it('kW are published as W, exactly', () => {
    readings('68 341200000000 68 91 07 33333635 948434 CB 16').should.eql([
      {
        ...HEAD,
        dataId: '0x02030000',
        register: 'ACTIVE_POWER_TOTAL',
        value: 1516.1,
        rawValue: 15161,
        unit: 'W',
      },
    ]);
  });

  it('energy has its decimals without noise, and the integer as sent', () => {
    const [energy] = readings('68 341200000000 68 91 08 33333333 9A785634 17 16');
    should(energy).containEql({
      register: 'TOTAL_ACTIVE_COMBINED',
      value: 12345.67,
      rawValue: 1234567,
      unit: 'kWh',
    });
  });

  it('a current with its top bit set is negative', () => {
    const [current] = readings('68 341200000000 68 91 07 33343535 6785B3 1E 16');
    should(current).containEql({
      register: 'CURRENT_A',
      value: -5.234,
      rawValue: -5234,
      unit: 'A',
    });
  });

  it('FF is no value: absent', () => {
    const [voltage] = readings('68 341200000000 68 91 06 33353435 3232 E2 16');
    should(voltage).containEql({
      register: 'VOLTAGE_B',
      value: null,
      unit: 'V',
      quality: 'absent',
    });
    should(voltage).not.have.property('rawValue');
  });

  it('digits that are none are no value: invalid', () => {
    const [voltage] = readings('68 341200000000 68 91 06 33343435 4D55 1F 16');
    should(voltage).containEql({
      register: 'VOLTAGE_A',
      value: null,
      rawValue: '221A',
      quality: 'invalid',
    });
  });

  it('a block is split to its registers', () => {
    readings('68 341200000000 68 91 18 33323333 9A785634 43333333 53333333 63333333 73333333 F6 16')
      .map(({ dataId, value }) => [dataId, value])
      .should.eql([
        ['0x00000000', 12345.67],
        ['0x00000100', 0.1],
        ['0x00000200', 0.2],
        ['0x00000300', 0.3],
        ['0x00000400', 0.4],
      ]);
  });

  it('a demand has the time when it occurred', () => {
    const frame = '68 341200000000 68 91 0C 33333434 674533 7846453559 F1 16';
    const [demand] = readings(frame, new TimeZone('Asia/Shanghai'));
    should(demand).containEql({
      dataId: '0x01010000',
      value: 123.4,
      unit: 'W',
      meterTime: '2026-02-12T13:45:00',
      meterTs: Date.UTC(2026, 1, 12, 5, 45),
    });
  });

  it('date, time and clock are ISO text; the clock has its time in UTC where the zone is known', () => {
    const text = (hex: string) => readings(hex)[0]?.value;
    should(text('68 341200000000 68 91 08 34343337 38633459 A9 16')).equal('2026-01-30');
    should(text('68 341200000000 68 91 07 35343337 4C6737 6B 16')).equal('04:34:19');
    const clock = '68 341200000000 68 91 0B 3F343337 4C673738633459 A1 16';
    should(readings(clock)[0]).containEql({
      register: 'CLOCK',
      value: '2026-01-30T04:34:19',
      meterTime: '2026-01-30T04:34:19',
    });
    should(readings(clock)[0]).not.have.property('meterTs');
    should(readings(clock, new TimeZone('Asia/Shanghai'))[0]).containEql({
      meterTs: Date.UTC(2026, 0, 29, 20, 34, 19),
    });
  });

  it('money is in the currency of the installation', () => {
    const money = decodeFrame(octets('68 341200000000 68 91 08 3335C333 78563433 42 16'));
    should(dlt645Readings(money, { ...CONTEXT, currency: 'TRY' })[0]).containEql({
      register: 'BALANCE_MONEY',
      value: 123.45,
      unit: 'TRY',
    });
    should(dlt645Readings(money, CONTEXT)[0]).containEql({ unit: '' });
  });

  it('requests, refusals and parts of a longer answer hold none', () => {
    readings('68 341200000000 68 11 04 33343435 FB 16').should.eql([]);
    readings('68 341200000000 68 D1 01 35 1D 16').should.eql([]);
    readings('68 341200000000 68 B1 06 33323435 3855 28 16').should.eql([]);
    readings('68 341200000000 68 93 06 674533333333 27 16').should.eql([]);
  });

  it('a state word says which bits are set', () => {
    const [word] = readings('68 341200000000 68 91 06 36383337 8333 3B 16');
    should(word).containEql({ dataId: '0x04000503', register: 'RUN_STATE_3' });
    should(word?.bits?.length).equal(2);
  });
});
