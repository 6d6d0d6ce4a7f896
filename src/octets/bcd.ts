/** What each octet holds as two packed decimal digits: 0 to 99, or -1 where a digit is above 9. */
export const BCD_VALUES: Int8Array = Int8Array.from({ length: 256 }, (_, octet) => {
  const tens = octet >> 4;
  const units = octet & 0x0f;
  return tens > 9 || units > 9 ? -1 : tens * 10 + units;
});
