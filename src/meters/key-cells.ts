import { isWrappedKeys, type KeySafe, type WrappedKeys } from './key-safe';
import type { MeterList } from './listed-meter';
import { meterKeys } from './meter-keys';

/**
 * What is kept of a meter's keys by what its cell says; `cell` is undefined where it is empty.
 * @throws TypeError for what cannot be taken; the message never has a part of a key.
 */
export type ReadKeys = (cell: unknown, meterId: string) => WrappedKeys | undefined;

/** Instead of keys, in lists that are given out. */
export const KEYS_ARE_SET = 'set';
/** Takes a meter's keys away. */
const NO_KEYS = 'none';

/**
 * Keys as a file has them: wrapped, or in clear where there is a safe; an empty cell is no keys. `wrapped` is
 * called for keys that were in clear.
 */
export function keysOfFile(safe: KeySafe | undefined, wrapped: () => void = () => {}): ReadKeys {
  return (cell, meterId) => {
    if (cell === undefined || isWrappedKeys(cell)) return cell;
    const keys = meterKeys(typeof cell === 'string' ? parseKeys(cell) : cell);
    if (!safe) throw new TypeError('there is no secret to wrap keys with');
    wrapped();
    return safe.wrap(keys, meterId);
  };
}

/**
 * Keys as a list has them that comes back from where it was given out without keys: an empty cell, or `set`,
 * leaves the meter those that it has in `former`, and `none` takes them away.
 */
export function keysBeside(former: MeterList, safe: KeySafe | undefined): ReadKeys {
  const given = keysOfFile(safe);
  return (cell, meterId) => {
    if (cell === NO_KEYS) return undefined;
    if (cell !== undefined && cell !== KEYS_ARE_SET) return given(cell, meterId);
    const keys = former.find(meterId)?.keys;
    if (cell === KEYS_ARE_SET && !keys)
      throw new TypeError('this gateway has no keys of this meter');
    return keys;
  };
}

/** The engine's own message would quote the keys. */
function parseKeys(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('keys are wrapped keys, or a JSON object of names and values');
  }
}
