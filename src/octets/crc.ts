const X25_POLYNOMIAL = 0x8408;
const X25_TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ X25_POLYNOMIAL : remainder >>> 1;
  }
  return remainder;
});

/**
 * CRC-16/X-25 of `octets` from `start` up to `end`: the frame check sequence of HDLC (ISO/IEC 13239 and
 * IEC 62056-46), which goes on the wire low octet first.
 */
export function crc16X25(octets: Uint8Array, start = 0, end = octets.length): number {
  let remainder = 0xffff;
  for (let index = start; index < end; index++) {
    const octet = octets[index] as number;
    remainder = (remainder >>> 8) ^ (X25_TABLE[(remainder ^ octet) & 0xff] as number);
  }
  return remainder ^ 0xffff;
}
