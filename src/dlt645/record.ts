import { wordData } from './decode-words';
import type { DecodedData, DecodedField } from './decoded-data';
import { type Field, fieldFormats } from './registers/register';
import type { Value } from './value';

/** A record as its values, its fields by name, and what is the same for every kind of event. */
export function recordData(
  fields: readonly Field[],
  values: readonly Value[],
  octets: Uint8Array,
): DecodedData {
  const named = nameFields(fields, values);
  return {
    values,
    fields: named,
    ...eventData(named),
    ...wordData(fieldFormats(fields), octets, 1),
  };
}

/** The values of a record with the names of their fields. */
function nameFields(fields: readonly Field[], values: readonly Value[]): DecodedField[] {
  let end = 0;
  return fields.map(({ name, nameZh, unit, count }) => {
    end += count;
    const own = values.slice(end - count, end);
    return { name, nameZh, unit, value: count === 1 ? (own[0] ?? null) : own };
  });
}

/** What fields that many records have are called for all of them. */
const EVENT_FIELDS: ReadonlyMap<string, 'begin' | 'end' | 'time' | 'operatorWire'> = new Map([
  ['start', 'begin'],
  ['end', 'end'],
  ['time', 'time'],
  ['operator code', 'operatorWire'],
] as const);

function eventData(fields: readonly DecodedField[]): DecodedData {
  const data: Record<string, unknown> = {};
  for (const { name, value } of fields) {
    const key = EVENT_FIELDS.get(name);
    if (key !== undefined) data[key] = value;
    if (name === 'identifiers') data['dis'] = [value].flat().filter((di) => di !== null);
  }
  return data;
}
