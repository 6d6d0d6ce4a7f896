import { fromHex, OctetReader, OctetWriter, toHex } from '../../octets';
import type { Data } from '../axdr';
import {
  type CosemDate,
  type CosemDateTime,
  type CosemTime,
  DATE_LENGTH,
  DATE_TIME_LENGTH,
  readDate,
  readDateTime,
  readTime,
  TIME_LENGTH,
  writeDateTime,
} from '../date-time';

/** Bits of a clock status (IEC 62056-6-2, 4.5.1). */
export interface ClockStatus {
  readonly invalid: boolean;
  readonly doubtful: boolean;
  readonly differentBase: boolean;
  readonly invalidStatus: boolean;
  readonly daylightSaving: boolean;
}

/**
 * How a meter uses the deviation: `standard` as in IEC 62056-6-2 (local + deviation = UTC), `inverted` with
 * the sign of ISO 8601, `ignored` where what it sends is not to be believed.
 */
export type DeviationPolicy = 'standard' | 'inverted' | 'ignored';

/** No zone is farther from UTC than 14 hours. */
const MAX_DEVIATION = 14 * 60;

/** The date-time that is meant by date-time data or by an octet string of 12 octets, or `undefined`. */
export function dateTimeOf(data: Data): CosemDateTime | undefined {
  if (data.type === 'date-time') return data.value;
  return fromOctetString(data, DATE_TIME_LENGTH, readDateTime);
}

/** The date that is meant by date data or by an octet string of 5 octets, or `undefined`. */
export function dateOf(data: Data): CosemDate | undefined {
  return data.type === 'date' ? data.value : fromOctetString(data, DATE_LENGTH, readDate);
}

/** The time that is meant by time data or by an octet string of 4 octets, or `undefined`. */
export function timeOf(data: Data): CosemTime | undefined {
  return data.type === 'time' ? data.value : fromOctetString(data, TIME_LENGTH, readTime);
}

/** A date-time as attributes of class 8 and selective access carry it: an octet string of 12 octets. */
export function dateTimeData(dateTime: CosemDateTime): Data {
  const writer = new OctetWriter();
  writeDateTime(writer, dateTime);
  return { type: 'octet-string', value: toHex(writer.finish()) };
}

/** What a clock status says, or `null` where it is not specified. */
export function clockStatusOf({ clockStatus }: CosemDateTime): ClockStatus | null {
  if (clockStatus === null) return null;
  return {
    invalid: (clockStatus & 0x01) !== 0,
    doubtful: (clockStatus & 0x02) !== 0,
    differentBase: (clockStatus & 0x04) !== 0,
    invalidStatus: (clockStatus & 0x08) !== 0,
    daylightSaving: (clockStatus & 0x80) !== 0,
  };
}

/**
 * Milliseconds since 1970 of the local time, as if it were UTC, or `null` where year, month, day or hour is
 * not a plain number or there is no such day. Unspecified minutes, seconds and hundredths count as 0.
 */
export function localMilliseconds(dateTime: CosemDateTime): number | null {
  const { year, month, dayOfMonth, hour } = dateTime;
  if (year === null || typeof month !== 'number' || typeof dayOfMonth !== 'number') return null;
  if (hour === null || hour > 23) return null;
  const [minute, second, hundredths] = [
    dateTime.minute ?? 0,
    dateTime.second ?? 0,
    dateTime.hundredths ?? 0,
  ];
  if (minute > 59 || second > 59 || hundredths > 99) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? date.setUTCHours(hour, minute, second, hundredths * 10) : null;
}

/** Minutes that local time is ahead of UTC, or `null` where the value does not say. */
export function utcOffset(
  dateTime: CosemDateTime,
  policy: DeviationPolicy = 'standard',
): number | null {
  const { deviation } = dateTime;
  if (deviation === null || Math.abs(deviation) > MAX_DEVIATION || policy === 'ignored')
    return null;
  // `|| 0` keeps -0 out of results.
  return (policy === 'inverted' ? deviation : -deviation) || 0;
}

/** Milliseconds since 1970, or `null` where the moment or its offset from UTC is not known. */
export function epochMilliseconds(
  dateTime: CosemDateTime,
  policy?: DeviationPolicy,
): number | null {
  const offset = utcOffset(dateTime, policy);
  const local = localMilliseconds(dateTime);
  return offset === null || local === null ? null : local - offset * 60_000;
}

/**
 * A date-time some seconds later by the same clock: deviation, status and what is not specified stay.
 * `undefined` where the value is no single moment.
 */
export function secondsLater(dateTime: CosemDateTime, seconds: number): CosemDateTime | undefined {
  const local = localMilliseconds(dateTime);
  if (local === null) return undefined;
  const moment = new Date(local + seconds * 1000);
  return {
    ...dateTime,
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    dayOfMonth: moment.getUTCDate(),
    dayOfWeek: dateTime.dayOfWeek === null ? null : moment.getUTCDay() || 7,
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
  };
}

/**
 * The meter's own text in ISO 8601: `2026-11-21T19:14:05+03:00`, without an offset where none is known, or
 * `null` where the value is no single moment.
 */
export function isoDateTime(dateTime: CosemDateTime, policy?: DeviationPolicy): string | null {
  const local = localMilliseconds(dateTime);
  if (local === null) return null;
  const text = new Date(local).toISOString();
  const moment = dateTime.hundredths ? text.slice(0, -2) : text.slice(0, -5);
  return moment + offsetText(utcOffset(dateTime, policy));
}

function offsetText(offset: number | null): string {
  if (offset === null) return '';
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  return `${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function fromOctetString<Value>(
  data: Data,
  length: number,
  read: (reader: OctetReader) => Value,
): Value | undefined {
  if (data.type !== 'octet-string' || data.value.length !== 2 * length) return undefined;
  return read(new OctetReader(fromHex(data.value)));
}
