/** Each octet as two upper-case hexadecimal digits. */
export const HEX_OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).toUpperCase().padStart(2, '0'),
);

const HIGH_DIGITS = Uint8Array.from(HEX_OCTETS, (digits) => digits.charCodeAt(0));
const LOW_DIGITS = Uint8Array.from(HEX_OCTETS, (digits) => digits.charCodeAt(1));

/** Six octets as twelve upper-case digits: several times as fast as joining texts of two. */
export function hexOfSix(a: number, b: number, c: number, d: number, e: number, f: number): string {
  return String.fromCharCode(
    HIGH_DIGITS[a] as number,
    LOW_DIGITS[a] as number,
    HIGH_DIGITS[b] as number,
    LOW_DIGITS[b] as number,
    HIGH_DIGITS[c] as number,
    LOW_DIGITS[c] as number,
    HIGH_DIGITS[d] as number,
    LOW_DIGITS[d] as number,
    HIGH_DIGITS[e] as number,
    LOW_DIGITS[e] as number,
    HIGH_DIGITS[f] as number,
    LOW_DIGITS[f] as number,
  );
}
