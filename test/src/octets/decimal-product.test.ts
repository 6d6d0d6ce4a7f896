import 'should';
import fc from 'fast-check';
import { type DecimalValue, decimalProduct, isDecimal } from '../../../src/octets';

describe('the product of decimals', () => {
  for (const [one, other, product] of [
    [0.07, 100, 7],
    [1.1, 1.1, 1.21],
    [12345.71, 40, 493828.4],
    [-0.005, 0.2, -0.001],
    [0, 40, 0],
    ['12345678901234567.25', 4, '49382715604938269.00'],
    ['9007199254740993', 10, '90071992547409930'],
    [1e21, 10, 1e22],
    [1e-300, 1e-10, 1e-310],
    [5e-324, 0.1, 0],
  ] satisfies [DecimalValue, DecimalValue, DecimalValue][]) {
    it(`${one} x ${other} is ${product}`, () => {
      decimalProduct(one, other).should.equal(product);
      decimalProduct(other, one).should.equal(product);
    });
  }

  it('of integers is what BigInt says, a number up to 15 significant digits', () => {
    const integer = fc.maxSafeInteger();
    fc.assert(
      fc.property(integer, integer, (one, other) => {
        const digits = (BigInt(one) * BigInt(other)).toString();
        const significant = digits.replace(/^-|0+$/g, '').length;
        const product = significant > 15 ? digits : Number(digits);
        decimalProduct(one, other).should.equal(product);
      }),
    );
  });

  it('nothing but finite numbers and plain digits is a decimal', () => {
    for (const value of [1, -1.5, 1e300, '0', '-12.30', '007']) isDecimal(value).should.equal(true);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '', '1e5', '.5', '5.', 'x', null]) {
      isDecimal(value).should.equal(false);
    }
    (() => decimalProduct('x', 1)).should.throw(TypeError);
  });
});
