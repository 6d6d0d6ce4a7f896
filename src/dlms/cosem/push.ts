import type { Data } from '../axdr';
import type { Obis } from '../obis';
import { type CaptureObject, captureObjectsOf, obisOf } from './capture-object';
import { scalerUnitOf } from './scaler-unit';

/** A value that a meter pushed, and what it belongs to. */
export interface PushEntry {
  readonly classId?: number;
  readonly obis: Obis;
  readonly attribute?: number;
  /** Element of the attribute, from 1; absent or 0: the whole. */
  readonly dataIndex?: number;
  readonly data: Data;
  /** Where the push itself carries the scaler_unit. */
  readonly scaler?: number;
  readonly unit?: number;
}

/**
 * The entries of a push whose values stand beside their names, or `undefined`. Forms seen in the field:
 * structures of class, name, attribute and value; of name and value, with or without scaler_unit (Aidon,
 * Salzburg Netz); names and values in turn (Kamstrup).
 */
export function selfDescribedEntries(data: Data): PushEntry[] | undefined {
  if (data.type !== 'array' && data.type !== 'structure') return undefined;
  return entriesByStructure(data.value) ?? entriesInTurn(data.value);
}

/** The elements of a push whose first one is the push object list itself (Landis+Gyr), or `undefined`. */
export function entriesByOwnList(data: Data): PushEntry[] | undefined {
  if (data.type !== 'structure') return undefined;
  const [first] = data.value;
  const list = first && captureObjectsOf(first);
  return list && list.length > 0 ? pair(data.value, list) : undefined;
}

/**
 * The elements of a push by a push object list (attribute 2 of class 40), whether read from the meter or
 * given by a template, or `undefined` where list and push do not fit each other.
 */
export function entriesByList(data: Data, list: readonly CaptureObject[]): PushEntry[] | undefined {
  if (data.type !== 'array' && data.type !== 'structure') return undefined;
  return pair(data.value, list);
}

function pair(elements: readonly Data[], list: readonly CaptureObject[]): PushEntry[] | undefined {
  if (elements.length !== list.length) return undefined;
  return list.flatMap(({ classId, obis, attribute, dataIndex }, index) => {
    const data = elements[index];
    if (data === undefined) return [];
    const part = dataIndex === 0 ? {} : { dataIndex };
    return [{ classId, obis, attribute, ...part, data }];
  });
}

function entriesByStructure(elements: readonly Data[]): PushEntry[] | undefined {
  const entries = elements.map(entryOfStructure).filter((entry) => entry !== undefined);
  return entries.length > 0 && entries.length === elements.length ? entries : undefined;
}

function entryOfStructure(data: Data): PushEntry | undefined {
  if (data.type !== 'structure') return undefined;
  return data.value.length === 4 ? describedEntry(data.value) : namedEntry(data.value);
}

/** class-id, logical name, attribute, value */
function describedEntry([classId, name, attribute, data]: readonly Data[]): PushEntry | undefined {
  const obis = name && obisOf(name);
  if (classId?.type !== 'long-unsigned' || attribute?.type !== 'integer') return undefined;
  if (obis === undefined || data === undefined) return undefined;
  return { classId: classId.value, obis, attribute: attribute.value, data };
}

/** logical name, value [, scaler_unit] */
function namedEntry(elements: readonly Data[]): PushEntry | undefined {
  const [name, data, scaling] = elements;
  const obis = name && obisOf(name);
  if (obis === undefined || data === undefined || elements.length > 3) return undefined;
  const scalerUnit = scaling && scalerUnitOf(scaling);
  if (scaling && !scalerUnit) return undefined;
  return { obis, data, ...scalerUnit };
}

/** Names and values in turn, behind the name of the list, if any. */
function entriesInTurn(elements: readonly Data[]): PushEntry[] | undefined {
  const entries: PushEntry[] = [];
  for (let index = elements.length % 2; index < elements.length; index += 2) {
    const [name, data] = [elements[index], elements[index + 1]];
    const obis = name && obisOf(name);
    if (obis === undefined || data === undefined) return undefined;
    entries.push({ obis, data });
  }
  return entries.length > 0 ? entries : undefined;
}
