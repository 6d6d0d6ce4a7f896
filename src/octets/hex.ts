/** Octets as lower-case hex, without separators. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

/**
 * Octets from hex text as people paste it: either case, with spaces, line ends, `:`, `-`, `,` or `0x`
 * between octets.
 * @throws SyntaxError where the text is no hex, or has half an octet.
 */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/0x|[\s:,-]/gi, '');
  const stray = digits.search(/[^0-9a-f]/i);
  if (stray >= 0) throw new SyntaxError(`"${digits[stray]}" is not a hexadecimal digit`);
  if (digits.length % 2 !== 0) {
    throw new SyntaxError(`${digits.length} hexadecimal digits are no whole number of octets`);
  }
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}
