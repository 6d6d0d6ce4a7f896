import { writeDate, writeDateTime, writeTime } from '../date-time';
import type { AxdrWriter } from './axdr-writer';
import type { Scalar } from './data';

/**
 * A scalar's octets without its tag.
 * @throws RangeError or TypeError where the value is none of its type.
 */
export function writeScalar(writer: AxdrWriter, { type, value }: Scalar): void {
  switch (type) {
    case 'null-data':
    case 'dont-care':
      break;
    case 'boolean':
      writer.boolean(value);
      break;
    case 'bit-string':
      writeBits(writer, value);
      break;
    case 'double-long':
    case 'delta-double-long':
      writer.i32(integer(type, value));
      break;
    case 'double-long-unsigned':
    case 'delta-double-long-unsigned':
      writer.u32(integer(type, value));
      break;
    case 'octet-string':
      writer.octetString(value);
      break;
    case 'visible-string':
      writer.latin1String(value);
      break;
    case 'utf8-string':
      writeUtf8(writer, value);
      break;
    case 'bcd':
      writer.u8(bcdOctet(integer(type, value)));
      break;
    case 'integer':
    case 'delta-integer':
      writer.i8(integer(type, value));
      break;
    case 'long':
    case 'delta-long':
      writer.i16(integer(type, value));
      break;
    case 'unsigned':
    case 'delta-unsigned':
    case 'enum':
      writer.u8(integer(type, value));
      break;
    case 'long-unsigned':
    case 'delta-long-unsigned':
      writer.u16(integer(type, value));
      break;
    case 'long64':
      writer.i64(long(value));
      break;
    case 'long64-unsigned':
      writer.u64(long(value));
      break;
    case 'float32':
      writer.f32(Number(value));
      break;
    case 'float64':
      writer.f64(Number(value));
      break;
    case 'date-time':
      writeDateTime(writer, value);
      break;
    case 'date':
      writeDate(writer, value);
      break;
    case 'time':
      writeTime(writer, value);
      break;
  }
}

function integer(type: string, value: number): number {
  if (!Number.isInteger(value)) throw new TypeError(`${type} takes a whole number, not ${value}`);
  return value;
}

function long(value: string | number): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is beyond 2^53: give a 64-bit integer as decimal text`);
  }
  return BigInt(value);
}

function bcdOctet(value: number): number {
  if (value < 0 || value > 99) throw new RangeError(`${value} is no bcd of two digits`);
  return Math.floor(value / 10) * 16 + (value % 10);
}

function writeBits(writer: AxdrWriter, bits: string): void {
  if (/[^01]/.test(bits)) throw new TypeError(`"${bits}" is no bit string: only 0 and 1`);
  const octets = bits.match(/.{1,8}/g) ?? [];
  writer.count(bits.length).octets(octets.map((octet) => Number.parseInt(octet.padEnd(8, '0'), 2)));
}

function writeUtf8(writer: AxdrWriter, text: string): void {
  const octets = Buffer.from(text, 'utf8');
  writer.count(octets.length).octets(octets);
}
