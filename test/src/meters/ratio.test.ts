import should from 'should';
import { applyRatio, type Ratio } from '../../../src/meters';
import type { Reading } from '../../../src/telemetry';

const reading = (dataId: string, value: Reading['value'], unit: string): Reading => ({
  ts: 1,
  meterId: 'm',
  dataId,
  register: dataId,
  value,
  rawValue: 123,
  unit,
  source: 'dlms',
  via: 'poll',
});

const SECONDARY: Ratio = { ct: 40, vt: 100, registers: 'secondary' };

const primary = (dataId: string, value: Reading['value'], unit: string, ratio = SECONDARY) =>
  applyRatio(reading(dataId, value, unit), { ratio });

describe('a transformer ratio', () => {
  const multiplied: readonly (readonly [string, string, number, number])[] = [
    ['1-0:1.8.0.255', 'kWh', 49382840, 4000], // total energy
    ['1-0:1.8.2.255', 'kWh', 49382840, 4000], // of a tariff
    ['1-0:1.8.0.101', 'kWh', 49382840, 4000], // of a settlement day
    ['0x00010000', 'kWh', 49382840, 4000],
    ['0x9010', 'kWh', 49382840, 4000],
    ['1-0:3.8.0.255', 'kvarh', 49382840, 4000],
    ['0x00090000', 'kVAh', 49382840, 4000],
    ['0x02030000', 'W', 49382840, 4000],
    ['0x02040000', 'var', 49382840, 4000],
    ['1-0:9.7.0.255', 'VA', 49382840, 4000],
    ['1-0:1.6.0.255', 'W', 49382840, 4000], // maximum demand
    ['0x00900100', 'kWh', 49382840, 4000], // energy left to buy
    ['1-0:31.7.0.255', 'A', 493828.4, 40],
    ['1-0:32.7.0.255', 'V', 1234571, 100],
    ['1-0:21.8.7.255', 'kWh', 49382840, 4000], // not in the catalogue
  ];
  for (const [dataId, unit, value, ratio] of multiplied) {
    it(`${dataId} in ${unit} is multiplied by ${ratio}, and shows it`, () => {
      primary(dataId, 12345.71, unit).should.eql({ ...reading(dataId, value, unit), ratio });
    });
  }

  const alike: readonly (readonly [string, string])[] = [
    ['1-0:13.7.0.255', ''], // power factor
    ['1-0:14.7.0.255', 'Hz'],
    ['0x02080100', '%'],
    ['0x02800007', '°C'],
    ['0x02800008', 'V'], // clock battery
    ['0-0:96.6.3.255', 'V'],
    ['0-0:96.6.0.255', 'V'], // a battery outside the catalogue
    ['0x04000409', 'imp/kWh'],
    ['0x04000301', 'kWh'], // a parameter outside the catalogue
    ['0xc119', 'kWh'],
    ['1-0:0.6.0.255', 'V'], // the meter's rated voltage
    ['0x02800020', 'EUR/kWh'],
    ['0x00900200', 'EUR'],
  ];
  for (const [dataId, unit] of alike) {
    it(`${dataId} in "${unit}" stays as it is`, () => {
      primary(dataId, 12.5, unit).should.eql(reading(dataId, 12.5, unit));
    });
  }

  it('is applied once', () => {
    const once = primary('1-0:1.8.0.255', 2.5, 'kWh');
    applyRatio(once, { ratio: SECONDARY }).should.equal(once);
    once.value?.should.equal(10_000);
  });

  it('is not applied to primary registers, by a ratio of 1, or without one', () => {
    const plain = reading('1-0:1.8.0.255', 2.5, 'kWh');
    applyRatio(plain, { ratio: { ...SECONDARY, registers: 'primary' } }).should.equal(plain);
    applyRatio(plain, { ratio: { ct: 1, vt: 1, registers: 'secondary' } }).should.equal(plain);
    applyRatio(plain, {}).should.equal(plain);
  });

  it('is exact, also beyond what a number holds', () => {
    const ratio: Ratio = { ct: 0.1, vt: 0.7, registers: 'secondary' };
    should(primary('1-0:1.8.0.255', 0.3, 'kWh', ratio).value).equal(0.021);
    should(primary('1-0:1.8.0.255', '123456789012345.67', 'kWh').value).equal(
      '493827156049382680.00',
    );
  });

  it('no value, text and structures stay as they are', () => {
    for (const value of [null, 'n/a', true, [1], { demand: 1 }]) {
      should(primary('1-0:1.8.0.255', value, 'kWh').value).equal(value);
    }
  });
});
