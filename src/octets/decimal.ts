/** A value as readings carry it: a JSON number up to 15 significant digits, else decimal text. */
export type DecimalValue = number | string;

/** 15 significant decimal digits always survive a binary double. */
const SAFE_DIGITS = 15;
const SAFE_LIMIT = 10 ** SAFE_DIGITS;
/** 10^22 is the largest power of ten that a double holds exactly. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * `mantissa` x 10^`exponent`, exactly: 1234571 and -2 give 12345.71, never 12345.710000000001.
 * @throws RangeError where the mantissa is no integer or the exponent is beyond ±128.
 */
export function decimalValue(mantissa: number | bigint, exponent: number): DecimalValue {
  if (typeof mantissa === 'number' && mantissa > -SAFE_LIMIT && mantissa < SAFE_LIMIT) {
    // One division of two exactly represented numbers rounds to the double nearest the true quotient.
    const power = EXACT_POWERS[-exponent];
    if (power !== undefined && Number.isInteger(mantissa)) return mantissa / power || 0;
  }
  return decimalOfText(decimalText(mantissa, exponent));
}

/** Plain decimal digits, `-12.30`, as readings carry them. */
export function decimalOfText(text: string): DecimalValue {
  return significantDigits(text) <= SAFE_DIGITS ? Number(text) || 0 : text;
}

/** `mantissa` x 10^`exponent` as plain decimal digits, keeping trailing zeros: 2300 and -1 give "230.0". */
export function decimalText(mantissa: number | bigint, exponent: number): string {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 128) {
    throw new RangeError(`a scale of 10^${exponent} is beyond what meters use`);
  }
  const whole = BigInt(mantissa);
  const sign = whole < 0n ? '-' : '';
  const digits = (whole < 0n ? -whole : whole).toString();
  if (exponent >= 0) return whole === 0n ? '0' : `${sign}${digits}${'0'.repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function significantDigits(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.replace(/0+$/, '').length;
}
