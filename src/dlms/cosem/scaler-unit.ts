import { decimalText } from '../../octets';
import type { Data } from '../axdr';
import { unitName } from './units';

/** scal_unit_type (IEC 62056-6-2, 4.3.2): attribute 3 of registers. */
export interface ScalerUnit {
  /** The value is what is sent x 10^scaler. */
  readonly scaler: number;
  readonly unit: number;
}

/** A register's value in its unit, exactly. */
export interface ScaledValue extends ScalerUnit {
  /** As sent; a string where the type has 64 bits. */
  readonly raw: number | string;
  readonly unitName: string;
  /** Decimal text: 23636 with a scaler of -2 is 236.36. */
  readonly value: string;
}

/** As far as `decimalText` goes. */
const LARGEST_EXPONENT = 128;
/** So many digits always tell one float of 32 bits from another. */
const MAX_SINGLE_DIGITS = 9;

/** The scaler and unit that a structure says, or `undefined`. */
export function scalerUnitOf(data: Data): ScalerUnit | undefined {
  if (data.type !== 'structure' || data.value.length !== 2) return undefined;
  const [scaler, unit] = data.value;
  if (scaler?.type !== 'integer' || unit?.type !== 'enum') return undefined;
  return { scaler: scaler.value, unit: unit.value };
}

/** A scaler_unit as a register's attribute 3 carries it. */
export function scalerUnitData({ scaler, unit }: ScalerUnit): Data {
  return {
    type: 'structure',
    value: [
      { type: 'integer', value: scaler },
      { type: 'enum', value: unit },
    ],
  };
}

/**
 * A numeric value in its unit, without the noise of binary fractions, or `undefined` where the data is no
 * finite number, or a float so large or small that no meter can mean it.
 */
export function scaled(data: Data, { scaler, unit }: ScalerUnit): ScaledValue | undefined {
  const raw = numberOf(data);
  if (raw === undefined) return undefined;
  const { mantissa, exponent } = decimalOf(raw, data.type === 'float32');
  if (Math.abs(exponent + scaler) > LARGEST_EXPONENT) return undefined;
  const value = decimalText(mantissa, exponent + scaler);
  return { raw, scaler, unit, unitName: unitName(unit), value };
}

/** The number in data of any numeric type, 64-bit ones as decimal text. */
export function numberOf(data: Data): number | string | undefined {
  switch (data.type) {
    case 'double-long':
    case 'double-long-unsigned':
    case 'bcd':
    case 'integer':
    case 'long':
    case 'unsigned':
    case 'long-unsigned':
    case 'long64':
    case 'long64-unsigned':
    case 'enum':
    case 'delta-integer':
    case 'delta-long':
    case 'delta-double-long':
    case 'delta-unsigned':
    case 'delta-long-unsigned':
    case 'delta-double-long-unsigned':
      return data.value;
    case 'float32':
    case 'float64':
      return typeof data.value === 'number' ? data.value : undefined;
    default:
      return undefined;
  }
}

/** A number as mantissa x 10^exponent; of a float, the shortest such that its sender can have meant. */
function decimalOf(raw: number | string, single: boolean): { mantissa: bigint; exponent: number } {
  if (typeof raw === 'string' || Number.isInteger(raw))
    return { mantissa: BigInt(raw), exponent: 0 };
  const [digits = '', power = '0'] = (single ? shortestSingle(raw) : raw)
    .toExponential()
    .split('e');
  const fraction = digits.split('.')[1] ?? '';
  return { mantissa: BigInt(digits.replace('.', '')), exponent: Number(power) - fraction.length };
}

/** The number with the fewest digits that is stored as the same float of 32 bits. */
function shortestSingle(raw: number): number {
  for (let digits = 1; digits < MAX_SINGLE_DIGITS; digits++) {
    const candidate = Number(raw.toPrecision(digits));
    if (Math.fround(candidate) === raw) return candidate;
  }
  return raw;
}
