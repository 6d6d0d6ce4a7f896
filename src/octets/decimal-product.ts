import { type DecimalValue, decimalOfText, decimalText } from './decimal';

/** Below it, `decimalText` does not write a decimal out. */
const LEAST_EXPONENT = -128;

/** A whole number and the power of ten that it is multiplied by. */
interface Parts {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Whether this is a decimal as readings carry it: a finite number, or plain decimal digits. */
export function isDecimal(value: unknown): value is DecimalValue {
  return partsOf(value) !== undefined;
}

/**
 * The product of two decimals, exactly: 0.07 and 100 give 7, never 7.000000000000001.
 * @throws TypeError where one of them is no decimal.
 */
export function decimalProduct(one: DecimalValue, other: DecimalValue): DecimalValue {
  const left = partsOf(one);
  const right = partsOf(other);
  if (!left || !right) throw new TypeError('only decimals can be multiplied');
  const mantissa = left.mantissa * right.mantissa;
  const exponent = left.exponent + right.exponent;
  if (exponent < LEAST_EXPONENT) return Number(`${mantissa}e${exponent}`);
  const whole = exponent > 0 ? mantissa * 10n ** BigInt(exponent) : mantissa;
  return decimalOfText(decimalText(whole, Math.min(exponent, 0)));
}

/** The exponent form is how JavaScript writes very large and very small numbers. */
function partsOf(value: unknown): Parts | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const form = typeof value === 'number' ? NUMBER : DIGITS;
  const [, sign = '', whole, fraction = '', exponent = '0'] = form.exec(String(value)) ?? [];
  if (whole === undefined) return undefined;
  return {
    mantissa: BigInt(`${sign}${whole}${fraction}`),
    exponent: Number(exponent) - fraction.length,
  };
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;
const DIGITS = /^(-?)(\d{1,100})(?:\.(\d{1,100}))?$/;
