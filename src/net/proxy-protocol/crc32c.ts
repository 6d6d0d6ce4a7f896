/** Castagnoli's polynomial, low bit first. */
const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  }
  return remainder;
});

/** CRC-32C of octets (RFC 3720, appendix B.4), 0 to 2^32 - 1. */
export function crc32c(octets: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const octet of octets) {
    remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ octet) & 0xff] as number);
  }
  return ~remainder >>> 0;
}
