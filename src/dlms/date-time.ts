import type { OctetReader, OctetWriter } from '../octets';

/** COSEM date (IEC 62056-6-2, 4.1.6.1). `null` is "not specified". */
export interface CosemDate {
  readonly year: number | null;
  readonly month: number | 'dst-begin' | 'dst-end' | null;
  readonly dayOfMonth: number | 'last' | 'second-last' | null;
  /** 1 is Monday, 7 is Sunday. */
  readonly dayOfWeek: number | null;
}

/** COSEM time of day. `null` is "not specified". */
export interface CosemTime {
  readonly hour: number | null;
  readonly minute: number | null;
  readonly second: number | null;
  readonly hundredths: number | null;
}

/** COSEM date-time as sent, field by field. `cosem/clock` says what it means. */
export interface CosemDateTime extends CosemDate, CosemTime {
  /** Minutes; local time + deviation = UTC, so -180 is UTC+3. */
  readonly deviation: number | null;
  /** Clock status bits; `null` (FFH) is "not specified". */
  readonly clockStatus: number | null;
}

export const DATE_LENGTH = 5;
export const TIME_LENGTH = 4;
export const DATE_TIME_LENGTH = 12;

const NOT_SPECIFIED = 0xff;
const YEAR_NOT_SPECIFIED = 0xffff;
const DEVIATION_NOT_SPECIFIED = -0x8000;
const DST_BEGIN = 0xfe;
const DST_END = 0xfd;
const LAST_DAY = 0xfe;
const SECOND_LAST_DAY = 0xfd;

/** The next 5 octets: year high octet first, month, day of month, day of week. */
export function readDate(reader: OctetReader): CosemDate {
  const year = reader.u16();
  return {
    year: year === YEAR_NOT_SPECIFIED ? null : year,
    month: monthOf(reader.u8()),
    dayOfMonth: dayOf(reader.u8()),
    dayOfWeek: specified(reader.u8()),
  };
}

/** The next 4 octets: hour, minute, second, hundredths. */
export function readTime(reader: OctetReader): CosemTime {
  return {
    hour: specified(reader.u8()),
    minute: specified(reader.u8()),
    second: specified(reader.u8()),
    hundredths: specified(reader.u8()),
  };
}

/** The next 12 octets: date, time, deviation as signed 16 bits, clock status. */
export function readDateTime(reader: OctetReader): CosemDateTime {
  const date = readDate(reader);
  const time = readTime(reader);
  const deviation = reader.i16();
  return {
    ...date,
    ...time,
    deviation: deviation === DEVIATION_NOT_SPECIFIED ? null : deviation,
    clockStatus: specified(reader.u8()),
  };
}

/** @throws RangeError where a field does not fit its octets; so do the two below. */
export function writeDate(writer: OctetWriter, date: CosemDate): void {
  writer
    .u16(date.year ?? YEAR_NOT_SPECIFIED)
    .u8(monthOctet(date.month))
    .u8(dayOctet(date.dayOfMonth))
    .u8(date.dayOfWeek ?? NOT_SPECIFIED);
}

export function writeTime(writer: OctetWriter, time: CosemTime): void {
  writer
    .u8(time.hour ?? NOT_SPECIFIED)
    .u8(time.minute ?? NOT_SPECIFIED)
    .u8(time.second ?? NOT_SPECIFIED)
    .u8(time.hundredths ?? NOT_SPECIFIED);
}

export function writeDateTime(writer: OctetWriter, dateTime: CosemDateTime): void {
  writeDate(writer, dateTime);
  writeTime(writer, dateTime);
  writer
    .i16(dateTime.deviation ?? DEVIATION_NOT_SPECIFIED)
    .u8(dateTime.clockStatus ?? NOT_SPECIFIED);
}

function specified(octet: number): number | null {
  return octet === NOT_SPECIFIED ? null : octet;
}

function monthOf(octet: number): CosemDate['month'] {
  if (octet === DST_BEGIN) return 'dst-begin';
  return octet === DST_END ? 'dst-end' : specified(octet);
}

function monthOctet(month: CosemDate['month']): number {
  if (month === 'dst-begin') return DST_BEGIN;
  return month === 'dst-end' ? DST_END : (month ?? NOT_SPECIFIED);
}

function dayOf(octet: number): CosemDate['dayOfMonth'] {
  if (octet === LAST_DAY) return 'last';
  return octet === SECOND_LAST_DAY ? 'second-last' : specified(octet);
}

function dayOctet(day: CosemDate['dayOfMonth']): number {
  if (day === 'last') return LAST_DAY;
  return day === 'second-last' ? SECOND_LAST_DAY : (day ?? NOT_SPECIFIED);
}
