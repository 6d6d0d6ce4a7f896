import type { DecodedData } from './data';
import type { Field } from './registers/register';
import { bitNames, relayState, setBits } from './state-words';
import { decodeValue, type Value } from './value';

/** One field of a record, with what it is called. */
export interface DecodedField {
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly value: Value | readonly Value[];
}

/** Octets of a record of these fields. */
export function recordOctets(fields: readonly Field[]): number {
  return fields.reduce((octets, { format, count }) => octets + format.octets * count, 0);
}

/** The fields of a record from octet `from` on; there must be octets for all of them. */
export function decodeRecord(
  fields: readonly Field[],
  data: Uint8Array,
  from: number,
): DecodedData {
  const decoded = decodeFields(fields, data, from);
  return {
    values: decoded.flatMap(({ value }) => value),
    fields: decoded,
    ...eventData(decoded),
    ...wordData(fields, data, from),
  };
}

function decodeFields(fields: readonly Field[], data: Uint8Array, from: number): DecodedField[] {
  let at = from;
  return fields.map(({ name, nameZh, unit, format, count }) => {
    const values = Array.from({ length: count }, () => {
      at += format.octets;
      return decodeValue(format, data, at - format.octets, at);
    });
    return { name, nameZh, unit, value: count === 1 ? (values[0] ?? null) : values };
  });
}

/** The fields that every kind of event record has, by the names that are the same for all. */
function eventData(fields: readonly DecodedField[]): DecodedData {
  const data: { -readonly [K in keyof DecodedData]: DecodedData[K] } = {};
  for (const { name, value } of fields) {
    if (name === 'identifiers') data.dis = [value].flat().filter((di) => typeof di === 'string');
    else if (Array.isArray(value)) continue;
    else if (name === 'start') data.begin = value as Value;
    else if (name === 'end') data.end = value as Value;
    else if (name === 'time') data.time = value as Value;
    else if (name === 'operator code') data.operatorWire = value as string;
  }
  return data;
}

/** The words of a block that has nothing else, by number from 1. */
function wordData(fields: readonly Field[], data: Uint8Array, from: number): DecodedData {
  const words: Record<string, string[]> = {};
  let relay: ReturnType<typeof relayState> = {};
  let at = from;
  for (const [index, { format }] of fields.entries()) {
    if (format.kind !== 'word') return {};
    const bits = setBits(data, at, at + format.octets);
    words[`${index + 1}`] = bitNames(bits, format.bits);
    relay = { ...relay, ...relayState(format, bits) };
    at += format.octets;
  }
  return { words, ...relay };
}
