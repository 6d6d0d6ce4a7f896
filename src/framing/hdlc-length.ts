import { crc16X25 } from '../octets';

const FLAG = 0x7e;
const FORMAT_TYPE = 0xf0;
const FORMAT_TYPE_3 = 0xa0;
const LENGTH_HIGH = 0x07;
/** Where the destination address begins, after the flag and the format. */
const ADDRESSES = 3;
const MAX_ADDRESS = 4;
const LAST_OF_ADDRESS = 0x01;
const CHECK = 2;

/**
 * Measures an HDLC frame with both its flags (IEC 62056-46, 6.4), as a `Measure` does. HCS and FCS are
 * checked, each as soon as it is there.
 */
export function hdlcLength(octets: Uint8Array): number {
  const claimed = hdlcClaim(octets);
  if (octets.length < ADDRESSES) return claimed;
  const closing = claimed - 1;
  const headerEnd = endOfHeader(octets);
  const checked = headerEnd + CHECK;
  if (headerEnd === 0 || checked > closing) return 0;
  if (octets.length < checked) return checked;
  if (!isCheck(octets, headerEnd)) return 0;
  if (octets.length < claimed) return claimed;
  return octets[closing] === FLAG && isCheck(octets, closing - CHECK) ? claimed : 0;
}

/** The same by the opening flag and the format alone. */
export function hdlcClaim(octets: Uint8Array): number {
  if (octets[0] !== FLAG) return 0;
  const format = octets[1];
  const lengthLow = octets[2];
  if (format === undefined) return 2;
  if ((format & FORMAT_TYPE) !== FORMAT_TYPE_3) return 0;
  if (lengthLow === undefined) return 3;
  return (((format & LENGTH_HIGH) << 8) | lengthLow) + 2;
}

/** Where destination, source and control end, or must at least end while they come in; 0: an endless address. */
function endOfHeader(octets: Uint8Array): number {
  const source = endOfAddress(octets, ADDRESSES);
  const control = source && endOfAddress(octets, source);
  return control && control + 1;
}

function endOfAddress(octets: Uint8Array, start: number): number {
  for (let at = start; at < start + MAX_ADDRESS; at++) {
    const octet = octets[at];
    if (octet === undefined || octet & LAST_OF_ADDRESS) return at + 1;
  }
  return 0;
}

/** Whether the octets at `at` are the CRC of what lies between them and the flag; its low octet is first. */
function isCheck(octets: Uint8Array, at: number): boolean {
  const found = (octets[at] as number) | ((octets[at + 1] as number) << 8);
  return found === crc16X25(octets, 1, at);
}
