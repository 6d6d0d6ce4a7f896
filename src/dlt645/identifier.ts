import type { RegisterTable, Standard } from './registers';
import { fromPrinted, printed } from './wire';

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
  if (register === undefined) return { di: printed(data, 0, table.diOctets) };
  const { di, name, nameZh, unit, signed } = register;
  return { di, name, nameZh, unit, signed };
}

/**
 * An identifier low octet first.
 * @throws RangeError where it is not 8 hex digits, or 4 in 1997.
 */
export function identifierOctets(di: string, standard: Standard): Uint8Array {
  const octets = standard === '2007' ? 4 : 2;
  if (di.length !== octets * 2) {
    throw new RangeError(`"${di}" is no data identifier: ${octets * 2} hexadecimal digits`);
  }
  return fromPrinted(di, octets, 'a data identifier');
}
