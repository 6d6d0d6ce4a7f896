import { type AxdrReader, AxdrWriter } from '../../axdr';

export const INTEGER = 0x02;
export const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;

/** The fields of a BER sequence by tag; of a tag that comes twice, the last. */
export type Fields = ReadonlyMap<number, AxdrReader>;

/**
 * The fields of what is left. The field `last` stands at the end; a lenient decoder gives it everything that
 * is there, whatever its length says.
 */
export function readFields(reader: AxdrReader, last: number): Fields {
  const fields = new Map<number, AxdrReader>();
  while (reader.remaining > 0) {
    const tag = reader.u8();
    const length = reader.length();
    if (tag === last) fields.set(tag, reader.part(tolerated(reader, length)));
    else fields.set(tag, reader.part(length));
  }
  return fields;
}

/** A cursor over the contents of an APDU behind its tag, length first; a lenient one takes all octets. */
export function readContents(reader: AxdrReader): AxdrReader {
  const length = reader.length();
  return reader.part(tolerated(reader, length));
}

/** The contents of the element with this tag, which is all that is left. */
export function readOnly(reader: AxdrReader, tag: number): AxdrReader {
  reader.expect(tag, 'tag');
  const contents = reader.part(reader.length());
  reader.expectEnd();
  return contents;
}

/** A non-negative INTEGER of up to four octets, with its tag. */
export function readInteger(reader: AxdrReader): number {
  const contents = readOnly(reader, INTEGER);
  const { remaining } = contents;
  if (remaining < 1 || remaining > 4) contents.fail('length', `an INTEGER of ${remaining} octets`);
  return contents.take(remaining).reduce((value, octet) => value * 256 + octet, 0);
}

/** The last arc of an OBJECT IDENTIFIER that starts with `arcs`, without its tag. */
export function readLastArc(reader: AxdrReader, arcs: ArrayLike<number>): number {
  for (let index = 0; index < arcs.length; index++) reader.expect(arcs[index] ?? 0, 'tag');
  const arc = reader.u8();
  reader.expectEnd();
  return arc;
}

/** The same for one with its tag. */
export function readTaggedLastArc(reader: AxdrReader, arcs: ArrayLike<number>): number {
  return readLastArc(readOnly(reader, OBJECT_IDENTIFIER), arcs);
}

/** @throws RangeError where the value does not fit an octet. */
export function oneOctet(value: number): Uint8Array {
  return new AxdrWriter().u8(value).finish();
}

export function writeElement(writer: AxdrWriter, tag: number, contents: Uint8Array): void {
  writer.u8(tag).count(contents.length).octets(contents);
}

/** An element whose contents is another element. */
export function writeNested(
  writer: AxdrWriter,
  tag: number,
  innerTag: number,
  contents: Uint8Array,
): void {
  const inner = new AxdrWriter();
  writeElement(inner, innerTag, contents);
  writeElement(writer, tag, inner.finish());
}

export function writeTaggedLastArc(
  writer: AxdrWriter,
  tag: number,
  arcs: readonly number[],
  arc: number,
): void {
  writeNested(writer, tag, OBJECT_IDENTIFIER, Uint8Array.of(...arcs, arc));
}

function tolerated(reader: AxdrReader, length: number): number {
  const { remaining } = reader;
  if (!reader.leniency || length === remaining) return length;
  reader.warn(`a length of ${length} where ${remaining} octets are left`);
  return remaining;
}
