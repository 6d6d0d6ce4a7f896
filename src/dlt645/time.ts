import { BCD_VALUES } from '../octets/bcd';
import { printed } from './wire';

/** Octets of a time: seconds, minutes, hours, day, month, year, each BCD, in this order on the wire. */
export const TIME_OCTETS = 6;

const ISO_TIME = /^20(\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;

/** Six octets as `2017-06-05T10:40:25`, the meter's own time; undefined where they are no time. */
export function decodeTime(octets: Uint8Array, at: number): string | undefined {
  const [second, minute, hour, day, month, year] = Array.from(
    octets.subarray(at, at + TIME_OCTETS),
    (octet) => BCD_VALUES[octet] as number,
  ) as [number, number, number, number, number, number];
  if (!isTime(year, month, day, hour, minute, second)) return undefined;
  const digits = printed(octets, at, at + TIME_OCTETS);
  const [yy, mm, dd, hh, mi, ss] = digits.match(/../g) as string[];
  return `20${yy}-${mm}-${dd}T${hh}:${mi}:${ss}`;
}

/**
 * A time such as `2017-06-05T10:40:25` as the digits YYMMDDhhmmss.
 * @throws RangeError where it is none, or not in this century.
 */
export function timeDigits(time: string): string {
  const digits = ISO_TIME.exec(time)?.slice(1) ?? [];
  const [year, month, day, hour, minute, second] = digits.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (digits.length === 0 || !isTime(year, month, day, hour, minute, second)) {
    throw new RangeError(`"${time}" is no time such as 2026-01-30T04:34:19`);
  }
  return digits.join('');
}

function isTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || minute < 0 || second < 0)
    return false;
  const daysInMonth = new Date(Date.UTC(2000 + year, month, 0)).getUTCDate();
  return day <= daysInMonth && hour < 24 && minute < 60 && second < 60;
}
