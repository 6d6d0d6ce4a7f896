import type { DecimalValue } from '../octets/decimal';
import type { Demand, InvalidBcd, Value } from './value';
import { DEMAND_TIME_OCTETS, type NumberFormat, type ValueFormat } from './value-format';
import { fromDigits, fromPrinted, fromSent } from './wire';

const ABSENT = 0xff;
const SIGN = 0x80;

/**
 * A value in the octets of its format: what decodes to it. `null` is FFH throughout.
 * @throws RangeError where the format cannot hold the value; `what` names it in the message.
 */
export function encodeValue(format: ValueFormat, value: Value, what: string): Uint8Array {
  if (value === null) return new Uint8Array(format.octets).fill(ABSENT);
  if (format.kind === 'demand') return encodeDemand(format.demand, value, what);
  if (typeof value === 'object') return encodeInvalid(value, format.octets, what);
  const text = String(value);
  switch (format.kind) {
    case 'number':
      return encodeNumber(format, value, what);
    case 'digits':
      return fromDigits(text, format.octets, what);
    case 'identifier':
      return fromPrinted(text, format.octets, what);
    case 'octets':
      return fromSent(text, what, format.octets);
    case 'word':
      return fromPrinted(wordDigits(text, what), format.octets, what);
    case 'text':
      return encodeText(text, format.octets, what);
  }
}

function encodeNumber(format: NumberFormat, value: DecimalValue, what: string): Uint8Array {
  const mantissa = scaled(value, format.decimals, what);
  if (mantissa < 0n && !format.signed) throw new RangeError(`${what} has no sign: ${value}`);
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const octets = fromDigits(magnitude.toString(), format.octets, what);
  const top = octets.length - 1;
  if (!format.signed) return octets;
  if ((octets[top] as number) >= SIGN) throw new RangeError(`${value} is too large for ${what}`);
  if (mantissa < 0n) octets[top] = (octets[top] as number) | SIGN;
  return octets;
}

/** `value` x 10^`decimals`, which must be whole. */
function scaled(value: DecimalValue, decimals: number, what: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  const digits = fraction.replace(/0+$/, '');
  if (match === null || digits.length > decimals) {
    throw new RangeError(`${what} takes a number with up to ${decimals} decimals, not ${value}`);
  }
  return BigInt(`${sign}${whole}${digits.padEnd(decimals, '0')}`);
}

function encodeDemand(format: NumberFormat, value: Value, what: string): Uint8Array {
  if (!isDemand(value)) throw new RangeError(`${what} takes a demand and its time`);
  const time = { kind: 'digits', octets: DEMAND_TIME_OCTETS } as const;
  return Uint8Array.from([
    ...encodeValue(format, value.demand, what),
    ...encodeValue(time, value.time, what),
  ]);
}

function isDemand(value: Value): value is Demand {
  return typeof value === 'object' && value !== null && 'demand' in value;
}

function encodeInvalid(value: InvalidBcd | Demand, octets: number, what: string): Uint8Array {
  if (!('invalidBcd' in value)) throw new RangeError(`${what} is no demand`);
  return fromPrinted(value.invalidBcd, octets, what);
}

function wordDigits(text: string, what: string): string {
  if (!/^\d+$/.test(text)) throw new RangeError(`${what} takes a whole number, not ${text}`);
  return BigInt(text).toString(16);
}

/** Last character first; shorter texts are padded with 00H behind their end. */
function encodeText(text: string, octets: number, what: string): Uint8Array {
  if (!/^[\x20-\x7e]*$/.test(text) || text.length > octets) {
    throw new RangeError(`${what} takes up to ${octets} ASCII characters`);
  }
  return Uint8Array.from(Buffer.from(text.padEnd(octets, '\0'), 'latin1').reverse());
}
