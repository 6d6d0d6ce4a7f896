import { BCD_VALUES } from '../octets/bcd';
import { type DecimalValue, decimalValue } from '../octets/decimal';
import {
  DEMAND_TIME_OCTETS,
  type DemandFormat,
  type NumberFormat,
  type ValueFormat,
} from './value-format';
import { asSent, printed } from './wire';

/** Octets that should be BCD and are not, as digits, most significant first: never a number. */
export interface InvalidBcd {
  readonly invalidBcd: string;
}

export interface Demand {
  readonly demand: DecimalValue | null | InvalidBcd;
  /** YYMMDDhhmm. */
  readonly time: string | null | InvalidBcd;
}

/** One decoded value. `null`: all octets FFH, which is "no value", as for an absent phase. */
export type Value = DecimalValue | null | InvalidBcd | Demand;

/** Seven octets hold at most 14 digits, exact in a double. */
const EXACT_OCTETS = 7;

/** The value in `octets` from `from` up to `to`. Fewer or more octets than the format says are as good. */
export function decodeValue(
  format: ValueFormat,
  octets: Uint8Array,
  from: number,
  to: number,
): Value {
  switch (format.kind) {
    case 'number':
      return decodeNumber(format, octets, from, to);
    case 'demand':
      return decodeDemand(format, octets, from, to);
    case 'digits':
      return decodeDigits(octets, from, to);
    case 'word':
      return decodeWord(octets, from, to);
    case 'text':
      return decodeText(octets, from, to);
    case 'identifier':
      return isAbsent(octets, from, to) ? null : printed(octets, from, to);
    case 'octets':
      return asSent(octets, from, to);
  }
}

/** Packed BCD, low octet first; the sign, where there is one, in the top bit of the top octet received. */
export function decodeNumber(
  format: NumberFormat,
  octets: Uint8Array,
  from: number,
  to: number,
): DecimalValue | null | InvalidBcd {
  if (to - from > EXACT_OCTETS) return decodeLongNumber(format, octets, from, to);
  let mantissa = 0;
  let negative = false;
  for (let at = to - 1; at >= from; at--) {
    let octet = octets[at] as number;
    if (format.signed && at === to - 1 && octet >= 0x80) {
      negative = true;
      octet &= 0x7f;
    }
    const digits = BCD_VALUES[octet] as number;
    if (digits < 0) return noNumber(octets, from, to);
    mantissa = mantissa * 100 + digits;
  }
  return decimalValue(negative ? -mantissa : mantissa, -format.decimals);
}

function decodeLongNumber(
  format: NumberFormat,
  octets: Uint8Array,
  from: number,
  to: number,
): DecimalValue | null | InvalidBcd {
  const negative = format.signed && (octets[to - 1] as number) >= 0x80;
  const magnitude = octets.slice(from, to);
  if (negative) magnitude[magnitude.length - 1] = (octets[to - 1] as number) & 0x7f;
  const digits = printed(magnitude);
  if (/[A-F]/.test(digits)) return noNumber(octets, from, to);
  return decimalValue(negative ? -BigInt(digits) : BigInt(digits), -format.decimals);
}

function noNumber(octets: Uint8Array, from: number, to: number): null | InvalidBcd {
  return isAbsent(octets, from, to) ? null : { invalidBcd: printed(octets, from, to) };
}

function isAbsent(octets: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (octets[at] !== 0xff) return false;
  return true;
}

function decodeDigits(octets: Uint8Array, from: number, to: number): string | null | InvalidBcd {
  for (let at = from; at < to; at++) {
    if ((BCD_VALUES[octets[at] as number] as number) < 0) return noNumber(octets, from, to);
  }
  return printed(octets, from, to);
}

function decodeDemand(format: DemandFormat, octets: Uint8Array, from: number, to: number): Demand {
  const split = to - DEMAND_TIME_OCTETS;
  return {
    demand: decodeNumber(format.demand, octets, from, split),
    time: decodeDigits(octets, split, to),
  };
}

function decodeWord(octets: Uint8Array, from: number, to: number): DecimalValue {
  return decimalValue(BigInt(`0x${printed(octets, from, to)}`), 0);
}

/** Characters come last one first; 00H, 20H and FFH pad. Text that is not printable is given as hex. */
function decodeText(octets: Uint8Array, from: number, to: number): string | null {
  if (isAbsent(octets, from, to)) return null;
  const text = Buffer.from(octets.subarray(from, to)).reverse().toString('latin1');
  const trimmed = text.replace(/^[\0 \xff]+|[\0 \xff]+$/g, '');
  return /^[\x20-\x7e]*$/.test(trimmed) ? trimmed : printed(octets, from, to);
}
