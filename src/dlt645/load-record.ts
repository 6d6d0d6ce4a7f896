import { FrameError, OctetReader } from '../octets';
import type { DecimalValue } from '../octets/decimal';
import { sum } from './frame';
import { decodeValue, type InvalidBcd } from './value';
import { parseValueFormat } from './value-format';
import { printed } from './wire';

/** One block of a load record (annex B). A section that the meter does not record is left out. */
export interface LoadRecord {
  /** A0A0, or E0E0 where the meter marks the block as bad. */
  readonly start: string;
  /** Octets from the time up to the last separator. */
  readonly length: number;
  /** YYMMDDhhmm. */
  readonly time: string;
  readonly separators: number;
  readonly checksum: string;
  readonly end: string;
  /** By the names of LOAD_SECTIONS: one value, or one for each phase. */
  readonly [item: string]: LoadValue | readonly LoadValue[];
}

type LoadValue = DecimalValue | null | InvalidBcd;

interface LoadItem {
  readonly name: string;
  readonly count: number;
  readonly format: string;
  readonly signed: boolean;
}

const item = (name: string, count: number, format: string, signed = false): LoadItem => {
  return { name, count, format, signed };
};

/** The six sections in order, each closed by a separator (annex B.1). Powers: total, phases A, B, C. */
const LOAD_SECTIONS: readonly (readonly LoadItem[])[] = [
  [item('voltage', 3, 'XXX.X'), item('current', 3, 'XXX.XXX', true), item('frequency', 1, 'XX.XX')],
  [item('activePower', 4, 'XX.XXXX', true), item('reactivePower', 4, 'XX.XXXX', true)],
  [item('powerFactor', 4, 'X.XXX', true)],
  [
    item('forwardActiveEnergy', 1, 'XXXXXX.XX'),
    item('reverseActiveEnergy', 1, 'XXXXXX.XX'),
    item('combinedReactive1Energy', 1, 'XXXXXX.XX', true),
    item('combinedReactive2Energy', 1, 'XXXXXX.XX', true),
  ],
  [item('quadrantReactiveEnergy', 4, 'XXXXXX.XX')],
  [
    item('presentActiveDemand', 1, 'XX.XXXX', true),
    item('presentReactiveDemand', 1, 'XX.XXXX', true),
  ],
];

const SECTIONS = LOAD_SECTIONS.map((section) =>
  section.map(({ name, count, format, signed }) => {
    return { name, count, format: parseValueFormat(format, signed) };
  }),
);

const TIME_OCTETS = 5;
const SEPARATOR = 0xaa;
const GOOD = 0xa0;
const BAD = 0xe0;
const END = 0xe5;

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
  if (mark !== GOOD && mark !== BAD)
    reader.fail('start', 'no A0H where a load record starts', first);
  reader.expect(mark, 'start');
  const length = reader.u8();
  const time = printed(reader.take(TIME_OCTETS));
  const items: Record<string, LoadValue | LoadValue[]> = {};
  for (const section of SECTIONS) {
    if (reader.peek() !== SEPARATOR) readSection(reader, section, items);
    reader.expect(SEPARATOR, 'tag');
  }
  if (reader.position !== first + 3 + length) {
    throw new FrameError('length', 'a load record is not as long as it says', octets, first + 2);
  }
  const checksum = sum(octets, first, reader.position);
  reader.expect(checksum, 'checksum');
  reader.expect(END, 'end');
  return {
    start: printed(octets, first, first + 2),
    length,
    time,
    ...items,
    separators: SECTIONS.length,
    checksum: printed(octets, reader.position - 2, reader.position - 1),
    end: 'E5',
  };
}

function readSection(
  reader: OctetReader,
  section: (typeof SECTIONS)[number],
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
