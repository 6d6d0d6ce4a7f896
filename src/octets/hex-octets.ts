/** Each octet as two upper-case hexadecimal digits: a look-up, for texts of a few octets on hot paths. */
export const HEX_OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).toUpperCase().padStart(2, '0'),
);
