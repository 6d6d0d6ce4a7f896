import 'should';
import fc from 'fast-check';
import { decimalText, decimalValue } from '../../../src/octets';

describe('a decimal', () => {
  it('is exact: 1234571 x 0.01 is 12345.71', () => {
    decimalValue(1234571, -2).should.equal(12345.71);
    decimalValue(1234571, 1).should.equal(12345710);
    decimalValue(5004, -2).should.equal(50.04);
    decimalValue(-35, -2).should.equal(-0.35);
  });

  it('has no negative zero', () => {
    Object.is(decimalValue(-0, -2), 0).should.be.true();
  });

  it('is text beyond 15 significant digits', () => {
    decimalValue(1234567890123456n, -3).should.equal('1234567890123.456');
    decimalValue(123456789012345, -3).should.equal(123456789012.345);
    decimalValue(2n ** 64n - 1n, 0).should.equal('18446744073709551615');
    decimalValue(1000000000000000000n, -3).should.equal(1000000000000000);
  });

  it('keeps trailing zeros as text', () => {
    decimalText(2300, -1).should.equal('230.0');
    decimalText(-5, -3).should.equal('-0.005');
    decimalText(0, 3).should.equal('0');
  });

  it('is what the same digits read as, for any mantissa and scale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999999999999999, max: 999999999999999 }),
        fc.integer({ min: -12, max: 6 }),
        (mantissa, exponent) => {
          const value = decimalValue(mantissa, exponent);
          Number(value).should.equal(Number(decimalText(mantissa, exponent)));
        },
      ),
    );
  });

  it('refuses a scale that no meter has', () => {
    (() => decimalValue(1, 200)).should.throw(RangeError);
  });
});
