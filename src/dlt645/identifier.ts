import type { Register, RegisterTable } from './registers';
import { printed } from './wire';

/** The identifier at the start of a data field as a number; there must be octets for it. */
export function identifierNumber(table: RegisterTable, data: Uint8Array): number {
  const low = (data[0] as number) | ((data[1] as number) << 8);
  if (table.diOctets === 2) return low;
  return (low | ((data[2] as number) << 16) | ((data[3] as number) << 24)) >>> 0;
}

/** What the table says of the identifier at the start of a data field. */
export function describeIdentifier(
  table: RegisterTable,
  data: Uint8Array,
): { di: string; name?: string; nameZh?: string; unit?: string | null; signed?: boolean } {
  const register = table.find(identifierNumber(table, data));
  return register === undefined ? { di: printed(data, 0, table.diOctets) } : description(register);
}

export function description({ di, name, nameZh, unit, signed }: Register) {
  return { di, name, nameZh, unit, signed };
}
