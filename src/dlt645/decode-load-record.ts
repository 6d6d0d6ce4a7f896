import { FrameError, OctetReader } from '../octets';
import { sum } from './frame';
import {
  LOAD_MARKS,
  LOAD_SECTIONS,
  LOAD_TIME_OCTETS,
  type LoadItem,
  type LoadRecord,
  type LoadValue,
} from './load-record';
import { decodeValue } from './value';
import { printed } from './wire';

/**
 * The blocks of a load record, one after another.
 * @throws FrameError where a block is cut, has no start, separator or end, or a wrong checksum.
 */
export function decodeLoadRecords(octets: Uint8Array): LoadRecord[] {
  const reader = new OctetReader(octets);
  const records: LoadRecord[] = [];
  while (reader.remaining > 0) records.push(decodeLoadRecord(reader));
  return records;
}

function decodeLoadRecord(reader: OctetReader): LoadRecord {
  const { octets, position: first } = reader;
  const mark = reader.u8();
  if (mark !== LOAD_MARKS.good && mark !== LOAD_MARKS.bad)
    reader.fail('start', 'no A0H where a load record starts', first);
  reader.expect(mark, 'start');
  const length = reader.u8();
  const time = printed(reader.take(LOAD_TIME_OCTETS));
  const items: Record<string, LoadValue | LoadValue[]> = {};
  for (const section of LOAD_SECTIONS) {
    if (reader.peek() !== LOAD_MARKS.separator) readSection(reader, section, items);
    reader.expect(LOAD_MARKS.separator, 'tag');
  }
  if (reader.position !== first + 3 + length) {
    throw new FrameError('length', 'a load record is not as long as it says', octets, first + 2);
  }
  const checksum = sum(octets, first, reader.position);
  reader.expect(checksum, 'checksum');
  reader.expect(LOAD_MARKS.end, 'end');
  return {
    start: printed(octets, first, first + 2),
    length,
    time,
    ...items,
    separators: LOAD_SECTIONS.length,
    checksum: printed(octets, reader.position - 2, reader.position - 1),
    end: 'E5',
  };
}

function readSection(
  reader: OctetReader,
  section: readonly LoadItem[],
  items: Record<string, LoadValue | LoadValue[]>,
): void {
  for (const { name, count, format } of section) {
    const values: LoadValue[] = [];
    for (let index = 0; index < count; index++) {
      const octets = reader.take(format.octets);
      values.push(decodeValue(format, octets, 0, octets.length) as LoadValue);
    }
    items[name] = count === 1 ? (values[0] ?? null) : values;
  }
}
