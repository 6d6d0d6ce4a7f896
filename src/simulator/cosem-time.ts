import { fromHex } from '../octets/hex';

/** UTC+1 all the year, which is what simulated DLMS meters show. */
export const ZONE = 3_600_000;
/** Deviation -60 minutes, nothing to report of the clock. */
export const ZONE_OCTETS = fromHex('FFC4 00');

const OCTET_STRING_OF_12 = fromHex('09 0C');

/**
 * A date-time (IEC 62056-6-2, 4.1.6.1) as an octet-string, with its tag and length. `local` is ms since 1970 as
 * if what the clock shows were UTC; `zone` is deviation and clock status.
 */
export function dateTime(local: number, zone: Uint8Array = ZONE_OCTETS): Uint8Array {
  const at = new Date(local);
  const year = at.getUTCFullYear();
  const date = [year >> 8, year, at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCDay() || 7];
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), 0];
  return Buffer.concat([OCTET_STRING_OF_12, Uint8Array.from([...date, ...time]), zone]);
}

/** What the 12 octets of a date-time show, ms since 1970 as if it were UTC; any octets give some time, or NaN. */
export function localTimeOf(octets: Uint8Array): number {
  const [yearHigh = 0, yearLow = 0, month = 0, day = 0, , ...time] = octets;
  const [hour = 0, minute = 0, second = 0] = time;
  return Date.UTC(yearHigh * 256 + yearLow, month - 1, day, hour, minute, second);
}
