const START = 0x68;
const END = 0x16;
const SECOND_START = 7;
const LENGTH = 9;
const HEADER = 10;
/** Checksum and end. */
const TRAILER = 2;
/** DL/T 645-2007 allows 200 octets to be read and 50 to be written. */
const MAX_LENGTH = 200;

/**
 * Measures a DL/T 645 frame without lead octets (DL/T 645-2007, 5.2), as a `Measure` does. Its end is where L
 * says, whatever 16H comes before.
 */
export function dlt645Length(octets: Uint8Array): number {
  const claimed = dlt645Claim(octets);
  return octets.length < claimed || isIntact(octets, claimed) ? claimed : 0;
}

/** The same by the two start octets and L alone. */
export function dlt645Claim(octets: Uint8Array): number {
  if (octets[0] !== START) return 0;
  if (octets.length <= SECOND_START) return SECOND_START + 1;
  if (octets[SECOND_START] !== START) return 0;
  const length = octets[LENGTH];
  if (length === undefined) return LENGTH + 1;
  return length <= MAX_LENGTH ? HEADER + length + TRAILER : 0;
}

function isIntact(octets: Uint8Array, length: number): boolean {
  const sumAt = length - TRAILER;
  return octets[length - 1] === END && octets[sumAt] === sum(octets.subarray(0, sumAt));
}

function sum(octets: Uint8Array): number {
  let total = 0;
  for (const octet of octets) total += octet;
  return total & 0xff;
}
