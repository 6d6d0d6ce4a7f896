import { encodeValue } from './encode-value';
import { sum } from './frame';
import {
  LOAD_MARKS,
  LOAD_SECTIONS,
  LOAD_TIME_OCTETS,
  type LoadItem,
  type LoadValue,
} from './load-record';
import { fromDigits } from './wire';

/** A block to be encoded: its time, and the items of LOAD_SECTIONS that it has. */
export interface LoadRecordInput {
  /** YYMMDDhhmm. */
  readonly time: string;
  /** E0E0 marks the block as bad; A0A0 by default. */
  readonly start?: string;
  readonly [item: string]: unknown;
}

/**
 * The blocks of a load record, one after another (annex B).
 * @throws RangeError where a section has some of its items and not others, or a value does not fit.
 */
export function encodeLoadRecords(records: readonly LoadRecordInput[]): Uint8Array {
  return new Uint8Array(Buffer.concat(records.map(encodeLoadRecord)));
}

function encodeLoadRecord(record: LoadRecordInput): Uint8Array {
  const mark = record.start === 'E0E0' ? LOAD_MARKS.bad : LOAD_MARKS.good;
  const content = [
    ...fromDigits(record.time, LOAD_TIME_OCTETS, 'time'),
    ...LOAD_SECTIONS.flatMap((section) => [
      ...encodeSection(section, record),
      LOAD_MARKS.separator,
    ]),
  ];
  const octets = Uint8Array.from([mark, mark, content.length, ...content]);
  return Uint8Array.from([...octets, sum(octets, 0, octets.length), LOAD_MARKS.end]);
}

function encodeSection(section: readonly LoadItem[], record: LoadRecordInput): number[] {
  if (section.every(({ name }) => record[name] === undefined)) return [];
  return section.flatMap(({ name, count, format }) => {
    const values = [record[name]].flat();
    if (values.length !== count) throw new RangeError(`${name} takes ${count} values`);
    return values.flatMap((value) => [...encodeValue(format, value as LoadValue, name)]);
  });
}
