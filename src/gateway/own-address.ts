/** Whether a DL/T 645 address is a single meter's own: not a wildcard and not the broadcast address. */
export function isOwnAddress(address: string): boolean {
  return /^(?!9{12})\d{12}$/.test(address);
}
