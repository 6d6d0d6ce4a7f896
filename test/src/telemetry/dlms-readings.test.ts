import should from 'should';
import { type Data, decodeData } from '../../../src/dlms';
import { dlmsReading, type Reading, type Scale, TimeZone } from '../../../src/telemetry';
import { octets } from '../link/caller';

const CONTEXT = { ts: 1, meterId: 'm', via: 'poll' } as const;

const reading = (obis: string, hex: string, scale?: Scale, timezone?: TimeZone): Reading =>
  dlmsReading(obis, decodeData(octets(hex)) as Data, scale, { ...CONTEXT, timezone });

const scale = (scaler: number, unit: number, assumed = false): Scale => ({ scaler, unit, assumed });

describe('readings of DLMS', () => {
  it('Wh are published as kWh, exactly', () => {
    reading('1-0:1.8.0.255', '06 0012D68B', scale(1, 30)).should.eql({
      ts: 1,
      meterId: 'm',
      dataId: '1-0:1.8.0.255',
      register: 'TOTAL_ACTIVE_IMPORT',
      value: 12345.71,
      rawValue: 1234571,
      unit: 'kWh',
      source: 'dlms',
      via: 'poll',
    });
  });

  it('a scale from the catalogue is said to be one', () => {
    reading('1-0:12.7.0.255', '06 00005C54', scale(-2, 35, true)).should.containEql({
      value: 236.36,
      unit: 'V',
      quality: 'assumed-scale',
    });
  });

  it('every integer has its raw value, also without a scale', () => {
    reading('0-0:96.14.0.255', '11 01').should.containEql({ value: 1, rawValue: 1, unit: '' });
    reading('1-0:2.8.0.255', '05 FFFFFFFE').should.containEql({ value: -2, rawValue: -2 });
    reading('0-0:96.3.10.255', '16 02').should.containEql({ value: 2, rawValue: 2 });
    reading('1-0:1.8.0.255', '15 0000000000000007').should.containEql({ value: 7, rawValue: 7 });
    reading('0-0:96.1.0.255', '09 02 3132').should.not.have.property('rawValue');
  });

  it('64 bits stay exact: numbers up to 15 digits, text beyond', () => {
    reading('1-0:1.8.0.255', '15 00038D7EA4C67FFF', scale(0, 30)).should.containEql({
      value: 999999999999.999,
      rawValue: 999999999999999,
    });
    reading('1-0:1.8.0.255', '15 FFFFFFFFFFFFFFFF', scale(0, 30)).should.containEql({
      value: '18446744073709551.615',
      rawValue: '18446744073709551615',
    });
    reading('1-0:1.8.0.255', '14 8000000000000000').should.containEql({
      value: '-9223372036854775808',
      rawValue: '-9223372036854775808',
    });
  });

  it('floats have the digits that their sender meant, and no raw value', () => {
    const voltage = reading('1-0:32.7.0.255', '17 4366B333', scale(0, 35));
    voltage.should.containEql({ value: 230.7, unit: 'V' });
    voltage.should.not.have.property('rawValue');
    reading('1-0:32.7.0.255', '17 7FC00000', scale(0, 35)).should.containEql({
      value: null,
      unit: 'V',
      quality: 'invalid',
    });
  });

  it('a scaler that nothing needs is no scale', () => {
    reading('1-0:1.8.0.255', '06 00000001', scale(-128, 30)).should.containEql({
      value: 1,
      rawValue: 1,
      unit: '',
    });
  });

  it('null-data is absent', () => {
    reading('1-0:1.8.0.255', '00', scale(0, 30)).should.containEql({
      value: null,
      quality: 'absent',
    });
  });

  it('octet strings are text if printable, else hex', () => {
    reading('0-0:42.0.0.255', '0910 59544C31303230303030303030303030').value?.should.equal(
      'YTL1020000000000',
    );
    reading('0-0:96.1.0.255', '09 03 01FF10').value?.should.equal('01ff10');
  });

  it('the clock is ISO text; in UTC where its deviation or its zone is known', () => {
    const unknown = '090C 07EA011E05042213008000FF';
    reading('0-0:1.0.0.255', unknown).should.containEql({
      value: '2026-01-30T04:34:19',
      meterTime: '2026-01-30T04:34:19',
    });
    reading('0-0:1.0.0.255', unknown).should.not.have.property('meterTs');
    reading('0-0:1.0.0.255', unknown, undefined, new TimeZone('Asia/Shanghai')).should.containEql({
      meterTs: Date.UTC(2026, 0, 29, 20, 34, 19),
    });
    reading('0-0:1.0.0.255', '090C 07EA011E050A1E2D00FFC400').should.containEql({
      meterTime: '2026-01-30T10:30:45+01:00',
      meterTs: Date.UTC(2026, 0, 30, 9, 30, 45),
    });
  });

  it('in the hour that comes twice the clock status decides', () => {
    const berlin = new TimeZone('Europe/Berlin');
    const clock = (status: string): Reading =>
      reading('0-0:1.0.0.255', `090C 07EA0A19 07 021E0000 8000 ${status}`, undefined, berlin);
    clock('80').should.containEql({ meterTs: Date.UTC(2026, 9, 25, 0, 30) });
    clock('00').should.containEql({ meterTs: Date.UTC(2026, 9, 25, 1, 30) });
    clock('FF').should.containEql({ quality: 'clock-ambiguous' });
    should(clock('FF').meterTs).equal(undefined);
  });

  it('the disconnect control says open or close', () => {
    reading('0-0:96.3.10.255', '03 01').value?.should.equal('close');
    reading('0-0:96.3.10.255', '03 00').value?.should.equal('open');
  });
});
