/** Where the contents of a tag with its length lie; a length beyond the octets ends with them. */
export function valueAt(octets: Uint8Array, at: number): { start: number; end: number } {
  const first = octets[at + 1] ?? 0;
  const more = first > 0x80 ? Math.min(first - 0x80, 4) : 0;
  const start = at + 2 + more;
  const length =
    more === 0
      ? first
      : octets.subarray(at + 2, start).reduce((sum, octet) => sum * 256 + octet, 0);
  return { start, end: Math.min(start + length, octets.length) };
}

/** A tag and its contents, with the length between them. */
export function tagged(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const value = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag), lengthOctets(value.length), value]);
}

export function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  return Uint8Array.of(0x82, length >> 8, length & 0xff);
}
