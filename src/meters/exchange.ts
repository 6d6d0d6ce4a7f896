import { KEYS_ARE_SET, keysBeside, keysOfFile } from './key-cells';
import type { KeySafe } from './key-safe';
import type { GivenMeter, ListedMeter, MeterList } from './listed-meter';
import { meterCsv, parseMeterCsv } from './meter-csv';
import { meterJson, meterListOf, parseMeterJson } from './meter-json';

export type ListFormat = 'json' | 'csv';

/**
 * A list as it is given out. Keys stay here, even wrapped ones, which could be tried without end elsewhere;
 * `set` stands for them, and brings them back when the list comes back.
 */
export function listText(list: MeterList, format: ListFormat): string {
  const meters = Array.from(list.all(), withoutKeys);
  return format === 'csv' ? meterCsv(meters) : meterJson(meters);
}

/**
 * The whole list that is to take the place of `former`: CSV text, JSON text, or JSON that is parsed already.
 * Meters keep their keys where none are given.
 * @throws MeterListError with all that is wrong.
 */
export function readList(
  content: unknown,
  format: ListFormat,
  former: MeterList,
  safe: KeySafe | undefined,
): readonly ListedMeter[] {
  const readKeys = keysBeside(former, safe);
  if (typeof content !== 'string') return meterListOf(content, readKeys);
  return format === 'csv' ? parseMeterCsv(content, readKeys) : parseMeterJson(content, readKeys);
}

/**
 * The same, but the content has only meters that are new or changed; the others stay.
 * @throws MeterListError with all that is wrong.
 */
export function readChanges(
  content: unknown,
  format: ListFormat,
  former: MeterList,
  safe: KeySafe | undefined,
): readonly ListedMeter[] {
  const meters = new Map(Array.from(former.all(), (meter) => [meter.id, meter]));
  for (const meter of readList(content, format, former, safe)) meters.set(meter.id, meter);
  // What is right by itself may be one meter too many, or close a circle of modems.
  return meterListOf([...meters.values()], keysOfFile(undefined));
}

function withoutKeys({ keys, ...meter }: ListedMeter): GivenMeter {
  return keys === undefined ? meter : { ...meter, keys: KEYS_ARE_SET };
}
