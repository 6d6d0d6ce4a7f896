import { printed } from './wire';

/** Octets of a time: seconds, minutes, hours, day, month, year, each BCD, in this order on the wire. */
export const TIME_OCTETS = 6;

/** Six octets as `2017-06-05T10:40:25`, the meter's own time; undefined where they are no time. */
export function decodeTime(octets: Uint8Array, at: number): string | undefined {
  const pairs = printed(octets, at, at + TIME_OCTETS).match(/\d\d/g) ?? [];
  const [year, month, day, hour, minute, second] = pairs;
  const time = `20${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return isTime(time) ? time : undefined;
}

/**
 * A time such as `2017-06-05T10:40:25` as the digits YYMMDDhhmmss.
 * @throws RangeError where it is none, or not in this century.
 */
export function timeDigits(time: string): string {
  if (!isTime(time)) throw new RangeError(`"${time}" is no time such as 2026-01-30T04:34:19`);
  return time.slice(2).replace(/\D/g, '');
}

/** A date that does not exist, such as 30 February, is read as another one. */
function isTime(time: string): boolean {
  if (!/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(time)) return false;
  const date = new Date(`${time}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(time);
}
