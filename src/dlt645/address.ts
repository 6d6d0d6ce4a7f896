import { printed } from './wire';

/**
 * A meter's address as printed on it: 12 digits, most significant first (clause 5.2.2). `AA` stands for any
 * pair of digits, as a run from the high end; twelve nines address every meter and are never answered.
 */
export type MeterAddress = string;

/** Whoever is there: for reading on a line with one meter, and for functions 13H and 15H. */
export const ANY_METER: MeterAddress = 'AAAAAAAAAAAA';

/** Every meter; for broadcast time and freeze. */
export const EVERY_METER: MeterAddress = '999999999999';

/** The address in six octets, lowest two digits first. Whatever digits came are given, upper-case. */
export function readAddress(octets: Uint8Array, at: number): MeterAddress {
  return printed(octets, at, at + 6);
}

/**
 * Six octets of an address. Shorter numbers are padded with zeros in front; `AA` may stand for high pairs.
 * @throws RangeError where it is no address.
 */
export function addressOctets(address: string): Uint8Array {
  const padded = address.toUpperCase().padStart(12, '0');
  if (!/^(?:AA){0,6}(?:[0-9]{2}){0,6}$/.test(padded) || padded.length !== 12) {
    throw new RangeError(`"${address}" is no meter address: 12 digits, high pairs may be AA`);
  }
  return Uint8Array.from(Buffer.from(padded, 'hex').reverse());
}

/** Whether more than one meter may take the address for its own. */
export function isWildcard(address: MeterAddress): boolean {
  return address.startsWith('AA');
}

export function isBroadcast(address: MeterAddress): boolean {
  return address === EVERY_METER;
}

/**
 * Whether an answer from `answered` may be to a request for `asked`: the same address, one that the
 * wildcard covers, or the wildcard or broadcast address itself echoed, as some meters do.
 */
export function answersAddress(asked: MeterAddress, answered: MeterAddress): boolean {
  if (asked === answered || isBroadcast(asked)) return true;
  const wild = /^(?:AA)*/.exec(asked)?.[0].length ?? 0;
  return wild > 0 && answered.slice(wild) === asked.slice(wild);
}
