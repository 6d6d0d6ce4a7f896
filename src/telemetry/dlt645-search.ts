import type { RegisterName, Standard } from '../dlt645';
import { DLT645_REGISTERS } from './dlt645-registers';
import { queryWords } from './query-words';
import type { RegisterRow } from './register-row';
import { REGISTER_TABLE } from './register-table';

/** A data identifier as a picker shows it. */
export interface Dlt645Match extends RegisterName {
  /** Its key, where the catalogue lists it. */
  readonly register?: string;
}

/**
 * Data identifiers for a picker, at most `limit`: those whose digits begin with, or whose catalogue key or name
 * in any language has, each word of the query; what the catalogue lists comes first.
 */
export function searchDlt645(
  query: string,
  standard: Standard,
  limit: number,
): readonly Dlt645Match[] {
  const words = queryWords(query);
  const { table } = DLT645_REGISTERS[standard];
  const found = new Map<string, Dlt645Match>();
  for (const match of catalogued(words, standard)) found.set(match.di, match);
  for (const name of table.search(words)) {
    if (found.size >= limit) break;
    if (!found.has(name.di)) found.set(name.di, name);
  }
  return [...found.values()].slice(0, limit);
}

function catalogued(words: readonly string[], standard: Standard): readonly Dlt645Match[] {
  return REGISTER_TABLE.flatMap((row) => {
    const register = registerOf(row, standard);
    if (!register) return [];
    const { di, name, nameZh, unit } = register;
    const names = [name, nameZh, row.key, row.en, row.zh, row.tr].join(' ').toLowerCase();
    const isMeant = (word: string) => di.toLowerCase().startsWith(word) || names.includes(word);
    if (!words.every(isMeant)) return [];
    return [{ di, name, nameZh, unit, register: row.key }];
  });
}

function registerOf({ di, di1997 }: RegisterRow, standard: Standard) {
  const number = standard === '2007' ? di : di1997;
  return number === undefined ? undefined : DLT645_REGISTERS[standard].table.find(number);
}
