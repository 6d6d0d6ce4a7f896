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

/** The scaler and unit that a structure says, or `undefined`. */
export function scalerUnitOf(data: Data): ScalerUnit | undefined {
  if (data.type !== 'structure' || data.value.length !== 2) return undefined;
  const [scaler, unit] = data.value;
  if (scaler?.type !== 'integer' || unit?.type !== 'enum') return undefined;
  return { scaler: scaler.value, unit: unit.value };
}

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
 * finite number.
 */
export function scaled(data: Data, { scaler, unit }: ScalerUnit): ScaledValue | undefined {
  const raw = numberOf(data);
  if (raw === undefined) return undefined;
  const value = scaledText(raw, scaler);
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

function scaledText(raw: number | string, scaler: number): string {
  if (typeof raw === 'string' || Number.isInteger(raw)) return decimalText(BigInt(raw), scaler);
  // A float's shortest decimal text is what its sender meant.
  const [mantissa = '', exponent = '0'] = raw.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  const places = Number(exponent) - fraction.length;
  return decimalText(BigInt(mantissa.replace('.', '')), places + scaler);
}
