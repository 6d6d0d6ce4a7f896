import { fromHex } from '../octets/hex';
import { meterAddress } from './device';
import { wrap } from './wrapper';

/** What follows the address: a separator and two octets of unknown meaning. No real sample is published. */
const TRAILER = '0D 00 00';

/** The registration packet of an IVY meter: type, 02, and the address as 12 ASCII digits; 26 octets in all. */
export function ivyHeartbeat(address: string, trailer = TRAILER): Uint8Array {
  const text = Buffer.from(meterAddress(address), 'latin1');
  return wrap(1, 1, Buffer.concat([fromHex('0A 02 0C'), text, fromHex(trailer)]));
}
