import { readDate, readDateTime, readTime } from '../date-time';
import type { AxdrReader } from './axdr-reader';
import type { Float, Scalar } from './data';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The value behind the tag of any type that holds no other data. The tags are those of `SCALAR_TAGS`, as
 * literals: V8 makes a jump table of them. What is no UTF-8 in a utf8-string is U+FFFD.
 */
export function readScalar(reader: AxdrReader, tag: number): Scalar {
  switch (tag) {
    case 0:
      return { type: 'null-data', value: null };
    case 3:
      return { type: 'boolean', value: reader.boolean() };
    case 4:
      return { type: 'bit-string', value: readBits(reader) };
    case 5:
      return { type: 'double-long', value: reader.i32() };
    case 6:
      return { type: 'double-long-unsigned', value: reader.u32() };
    case 9:
      return { type: 'octet-string', value: reader.octetString() };
    case 10:
      return { type: 'visible-string', value: reader.latin1String() };
    case 12:
      return { type: 'utf8-string', value: utf8.decode(reader.take(reader.length())) };
    case 13:
      return { type: 'bcd', value: readBcd(reader) };
    case 15:
      return { type: 'integer', value: reader.i8() };
    case 16:
      return { type: 'long', value: reader.i16() };
    case 17:
      return { type: 'unsigned', value: reader.u8() };
    case 18:
      return { type: 'long-unsigned', value: reader.u16() };
    case 20:
      return readLong64(reader);
    case 21:
      return { type: 'long64-unsigned', value: reader.u64().toString() };
    case 22:
      return { type: 'enum', value: reader.u8() };
    case 23:
      skipFloatLength(reader, 4);
      return { type: 'float32', value: float(reader.f32()) };
    case 24:
      skipFloatLength(reader, 8);
      return { type: 'float64', value: float(reader.f64()) };
    case 25:
      return { type: 'date-time', value: readDateTime(reader) };
    case 26:
      return { type: 'date', value: readDate(reader) };
    case 27:
      return { type: 'time', value: readTime(reader) };
    case 28:
      return { type: 'delta-integer', value: reader.i8() };
    case 29:
      return { type: 'delta-long', value: reader.i16() };
    case 30:
      return { type: 'delta-double-long', value: reader.i32() };
    case 31:
      return { type: 'delta-unsigned', value: reader.u8() };
    case 32:
      return { type: 'delta-long-unsigned', value: reader.u16() };
    case 33:
      return { type: 'delta-double-long-unsigned', value: reader.u32() };
    case 255:
      return { type: 'dont-care', value: null };
    default:
      return reader.fail('tag', `${tag} is no type of data`, reader.position - 1);
  }
}

function readBits(reader: AxdrReader): string {
  const count = reader.length();
  let bits = '';
  for (const octet of reader.take(Math.ceil(count / 8))) bits += octet.toString(2).padStart(8, '0');
  return bits.slice(0, count);
}

function readBcd(reader: AxdrReader): number {
  const octet = reader.u8();
  const [tens, units] = [octet >> 4, octet & 0x0f];
  if (tens > 9 || units > 9) reader.fail('bcd', 'not two decimal digits', reader.position - 1);
  return tens * 10 + units;
}

function readLong64(reader: AxdrReader): Scalar {
  if (reader.leniency && reader.remaining === 0) {
    reader.warn('a long64 without octets taken as null-data');
    return { type: 'null-data', value: null };
  }
  return { type: 'long64', value: reader.i64().toString() };
}

/** Some servers put the length in front of a float, as if it were a string. */
function skipFloatLength(reader: AxdrReader, length: number): void {
  if (!reader.leniency || reader.remaining <= length || reader.peek() !== length) return;
  reader.warn('a length in front of a float skipped');
  reader.skip(1);
}

function float(value: number): Float {
  return Number.isFinite(value) ? value : (String(value) as Float);
}
