import type { DecimalValue } from '../octets';
import type { MeterClock } from './meter-time';

export type Source = 'dlt645' | 'dlms';
export type Via = 'poll' | 'push' | 'command' | 'profile';

/** Absent means good. */
export type Quality =
  | 'absent' // the meter says it has no value
  | 'invalid' // digits that are none
  | 'assumed-scale' // the scale came from the catalogue, not from the meter
  | 'suspect'
  | 'estimated'
  | 'clock-ambiguous';

/** Readings are numbers; where a register holds something else, what it holds as JSON. */
export type ReadingValue =
  | DecimalValue
  | boolean
  | null
  | readonly ReadingValue[]
  | { readonly [name: string]: ReadingValue };

/** One value of one register of one meter at one time: the telemetry payload (contract, section 2). */
export interface Reading {
  /** ms since 1970, the gateway's clock. */
  readonly ts: number;
  readonly meterId: string;
  /** `0x02010100`, `0xb611` or `1-0:32.7.0.255`. */
  readonly dataId: string;
  /** A key of the catalogue, or the `dataId` where it has none. */
  readonly register: string;
  readonly value: ReadingValue;
  /** The integer as sent; text above 2^53. */
  readonly rawValue?: number | string;
  readonly unit: string;
  /** Of the transformers before the meter, by which the value has been multiplied. */
  readonly ratio?: DecimalValue;
  readonly source: Source;
  readonly via: Via;
  /** What the set bits of a state word mean. */
  readonly bits?: readonly string[];
  /** ms since 1970 of the meter's own time, where its offset is known. */
  readonly meterTs?: number;
  /** The meter's own time as it says it. */
  readonly meterTime?: string;
  readonly quality?: Quality;
}

/** What a reading says beside what was read. */
export interface ReadingContext extends MeterClock {
  readonly ts: number;
  readonly meterId: string;
  readonly via: Via;
  /** Unit of money. */
  readonly currency?: string | undefined;
}

/** All readings of one frame or cycle in one message. */
export interface ReadingSet {
  readonly ts: number;
  readonly meterId: string;
  readonly values: Readonly<
    Record<string, Omit<Reading, 'ts' | 'meterId' | 'register' | 'source' | 'via'>>
  >;
  readonly isBatch: true;
  readonly source: Source;
  readonly via: Via;
}

/** Readings of one meter from one source as one set; a register that comes twice keeps its last value. */
export function readingSet(readings: readonly [Reading, ...Reading[]]): ReadingSet {
  const [{ ts, meterId, source, via }] = readings;
  const values = readings.map(
    ({ ts: _, meterId: __, source: ___, via: ____, register, ...rest }) => [register, rest],
  );
  return { ts, meterId, values: Object.fromEntries(values), isBatch: true, source, via };
}

/** A reading may be published: it has a value, and its meter has a name. */
export function isPublishable(reading: Reading): boolean {
  return reading.value !== null;
}
