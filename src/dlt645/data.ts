import { FrameError } from '../octets';
import { decodeFrozenBlock } from './frozen-block';
import { decodeLoadRecords, type LoadRecord } from './load-record';
import { type DecodedField, decodeRecord, recordOctets } from './record';
import type { ListLayout, Register } from './registers/register';
import { bitNames, relayState, setBits } from './state-words';
import { decodeValue, type Value } from './value';
import type { ValueFormat } from './value-format';

/** What the data of a register say. Which of these are there depends on the register. */
export interface DecodedData {
  readonly value?: Value;
  /** Of a block or a record, in the order sent. */
  readonly values?: readonly Value[];
  /** The same by name, where the values are not all of one kind. */
  readonly fields?: readonly DecodedField[];
  /** Bits set in a word. */
  readonly bits?: readonly number[];
  /** What the bits set mean, by the number of the word. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** What bit 4 of run-state word 3 says. */
  readonly relay?: 'open' | 'closed';
  /** When an event began and ended, YYMMDDhhmmss. */
  readonly begin?: Value;
  readonly end?: Value;
  /** When a record was made. */
  readonly time?: Value;
  readonly operatorWire?: string;
  /** The identifiers of a record, without the unused places. */
  readonly dis?: readonly string[];
  /** Load records; `record` is the first of them. */
  readonly record?: LoadRecord;
  readonly records?: readonly LoadRecord[];
}

/**
 * The data of a register, from octet `from` on, as its layout says.
 * @throws FrameError `length` where there are not as many octets as there should be.
 */
export function decodeData(register: Register, data: Uint8Array, from = 0): DecodedData {
  const { layout } = register;
  switch (layout.kind) {
    case 'value':
      checkWidth(register, layout.format, data, from);
      return decodeSingle(register, layout.format, data, from);
    case 'list':
      return { values: decodeList(layout, data, from) };
    case 'record':
      checkLength(recordOctets(layout.fields), data, from);
      return decodeRecord(layout.fields, data, from);
    case 'load-record':
      return decodeLoadData(data, from);
    case 'frozen-block':
      return { fields: decodeFrozenBlock(data, from) };
    case 'opaque':
      return {};
  }
}

/** Whether `length` octets may be one value of the format. */
export function fits(length: number, format: ValueFormat, elastic: boolean): boolean {
  return (
    length === format.octets || (elastic && length > 1 && Math.abs(length - format.octets) === 1)
  );
}

function checkWidth(register: Register, format: ValueFormat, data: Uint8Array, from: number): void {
  if (!fits(data.length - from, format, register.elastic))
    refuseLength(data, from, `${format.octets}`);
}

function checkLength(octets: number, data: Uint8Array, from: number): void {
  if (data.length - from !== octets) refuseLength(data, from, `${octets}`);
}

function refuseLength(data: Uint8Array, from: number, expected: string): never {
  const message = `${expected} octets expected, ${data.length - from} there`;
  throw new FrameError('length', message, data, from);
}

function decodeSingle(
  register: Register,
  format: ValueFormat,
  data: Uint8Array,
  from: number,
): DecodedData {
  const value = decodeValue(format, data, from, data.length);
  if (format.kind !== 'word') return { value };
  const bits = setBits(data, from);
  const words = { [register.di.slice(-1)]: bitNames(bits, format.bits) };
  return { value, bits, words, ...relayState(format, bits) };
}

function decodeList(layout: ListLayout, data: Uint8Array, from: number): Value[] {
  const width = elementWidth(layout, data, from);
  const values: Value[] = [];
  for (let at = from; at < data.length; at += width) {
    values.push(decodeValue(layout.format, data, at, at + width));
  }
  return values;
}

/** Where the number of values is fixed, the length says how wide they are; else the format does. */
function elementWidth({ format, count, most }: ListLayout, data: Uint8Array, from: number): number {
  const length = data.length - from;
  const width = count === undefined ? format.octets : length / count;
  const elastic = count !== undefined && format.kind === 'number';
  if (
    !fits(width, format, elastic) ||
    length % width !== 0 ||
    length === 0 ||
    length / width > most
  ) {
    refuseLength(
      data,
      from,
      count === undefined ? `a multiple of ${width}` : `${count * format.octets}`,
    );
  }
  return width;
}

function decodeLoadData(data: Uint8Array, from: number): DecodedData {
  const records = decodeLoadRecords(data, from);
  const [record] = records;
  return record === undefined ? {} : { record, records };
}
