import 'should';
import should from 'should';
import { type Data, scaled, scalerUnitData, scalerUnitOf, unitName } from '../../../../src/dlms';

function value(data: Data, scaler: number): string | undefined {
  return scaled(data, { scaler, unit: 35 })?.value;
}

describe('a scaled value', () => {
  it('is exact, where multiplying would not be', () => {
    should(value({ type: 'long', value: 35 }, -2)).equal('0.35');
    should(value({ type: 'double-long-unsigned', value: 23636 }, -2)).equal('236.36');
    should(value({ type: 'double-long', value: -1999 }, -1)).equal('-199.9');
    should(value({ type: 'unsigned', value: 12 }, 3)).equal('12000');
  });

  it('keeps every digit of a 64-bit integer', () => {
    should(value({ type: 'long64-unsigned', value: '18446744073709551615' }, -3)).equal(
      '18446744073709551.615',
    );
  });

  it('of a float is what its sender meant', () => {
    should(value({ type: 'float64', value: 229.75 }, 0)).equal('229.75');
    should(value({ type: 'float64', value: 1.5e-7 }, 3)).equal('0.00015');
    should(value({ type: 'float64', value: -2.5 }, 2)).equal('-250');
  });

  it('of a float32 has no digits that 32 bits do not hold', () => {
    should(value({ type: 'float32', value: Math.fround(0.1) }, 0)).equal('0.1');
    should(value({ type: 'float32', value: Math.fround(16777.217) }, -1)).equal('1677.7217');
  });

  it('is none of a float that no meter can mean', () => {
    should(value({ type: 'float64', value: 1.5e-200 }, 0)).be.undefined();
    should(value({ type: 'float64', value: 1.5e-5 }, -128)).be.undefined();
  });

  it('is none of what is no finite number', () => {
    should(value({ type: 'float32', value: 'NaN' }, 0)).be.undefined();
    should(value({ type: 'octet-string', value: '00' }, 0)).be.undefined();
    should(value({ type: 'boolean', value: true }, 0)).be.undefined();
  });

  it('has its unit by number and name', () => {
    scaled({ type: 'unsigned', value: 5 }, { scaler: 0, unit: 30 })?.should.deepEqual({
      raw: 5,
      scaler: 0,
      unit: 30,
      unitName: 'Wh',
      value: '5',
    });
  });
});

describe('a scaler_unit', () => {
  it('is a structure of integer and enum', () => {
    const scalerUnit = { scaler: -2, unit: 35 };
    scalerUnitOf(scalerUnitData(scalerUnit))?.should.deepEqual(scalerUnit);
    should(scalerUnitOf({ type: 'structure', value: [] })).be.undefined();
  });
});

describe('a unit', () => {
  it('is named as readings name it', () => {
    [27, 28, 29, 30, 31, 32, 33, 35, 44, 8, 9, 56, 7, 6, 255]
      .map(unitName)
      .should.deepEqual([
        'W',
        'VA',
        'var',
        'Wh',
        'VAh',
        'varh',
        'A',
        'V',
        'Hz',
        '°',
        '°C',
        '%',
        's',
        'min',
        '',
      ]);
  });

  it('that is reserved is told by number', () => {
    unitName(200).should.equal('unit 200');
  });
});
