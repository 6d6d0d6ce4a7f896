import {
  type CosemDate,
  type CosemDateTime,
  type CosemTime,
  clockStatusOf,
  isoDateTime,
} from '../../dlms';
import { words } from '../wording';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A date-time in ISO 8601 where it is one moment, else with `*` for what is not specified; and its status. */
export function dateTimeText(dateTime: CosemDateTime): string {
  const moment = isoDateTime(dateTime) ?? `${dateDigits(dateTime)} ${timeText(dateTime)}`;
  return words(moment, weekday(dateTime), statusText(dateTime));
}

export function dateText(date: CosemDate): string {
  return words(dateDigits(date), weekday(date));
}

export function timeText({ hour, minute, second, hundredths }: CosemTime): string {
  const time = [hour, minute, second].map((part) => digits(part, 2)).join(':');
  return hundredths === null ? time : `${time}.${digits(hundredths, 2)}`;
}

function dateDigits({ year, month, dayOfMonth }: CosemDate): string {
  return [digits(year, 4), digits(month, 2), digits(dayOfMonth, 2)].join('-');
}

function weekday({ dayOfWeek }: CosemDate): string | undefined {
  return dayOfWeek === null ? undefined : WEEKDAYS[dayOfWeek - 1];
}

function statusText(dateTime: CosemDateTime): string {
  const status = clockStatusOf(dateTime);
  if (status === null) return '';
  return words(
    status.invalid && 'invalid value',
    status.doubtful && 'doubtful value',
    status.differentBase && 'different clock base',
    status.invalidStatus && 'invalid clock status',
    status.daylightSaving && 'daylight saving',
  );
}

function digits(part: number | string | null, width: number): string {
  if (part === null) return '*'.repeat(width);
  return `${part}`.padStart(width, '0');
}
