import { FUNCTION_CODES } from './functions';
import type { Standard } from './registers';

const CODES: Readonly<Record<Standard, ReadonlySet<number>>> = {
  '2007': new Set(Object.values(FUNCTION_CODES['2007'])),
  '1997': new Set(Object.values(FUNCTION_CODES['1997'])),
};

/**
 * The edition of the standard that a frame shows by its function. Undefined where both editions have the
 * function, or neither.
 */
export function tellStandard(frame: { readonly function: number }): Standard | undefined {
  const is2007 = CODES['2007'].has(frame.function);
  const is1997 = CODES['1997'].has(frame.function);
  if (is2007 === is1997) return undefined;
  return is2007 ? '2007' : '1997';
}
