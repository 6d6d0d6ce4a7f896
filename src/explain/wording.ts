/** Text of a meter between quotation marks, with whatever a terminal would obey or not show escaped. */
export function quoted(text: string): string {
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}"\\]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
  return `"${safe}"`;
}

/** Octets as text if they are printable, else how many they are. */
export function octetsText(octets: Uint8Array): string {
  return printable(octets) ?? octetCount(octets);
}

export function octetCount({ length }: { readonly length: number }): string {
  return length === 1 ? '1 octet' : `${length} octets`;
}

/** Words that are there, with commas. */
export function words(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter((part) => part).join(', ');
}

function printable(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets).toString('latin1');
  return /^[\x20-\x7e]+$/.test(text) ? quoted(text) : undefined;
}
