import { fromHex } from '../../octets';
import { KEY_LENGTH, type SecurityKeys, SYSTEM_TITLE_LENGTH } from './security-keys';

/** The keys of one sender, and its system title where it is known beforehand. */
export interface SenderKeys extends SecurityKeys {
  readonly systemTitle?: Uint8Array;
}

const OF_A_KEY: readonly number[] = [...new Set(Object.values(KEY_LENGTH))];

/** How many octets each may have, by the names under which people write them. */
export const KEY_LENGTHS: Readonly<Record<keyof SenderKeys, readonly number[]>> = {
  systemTitle: [SYSTEM_TITLE_LENGTH],
  encryptionKey: OF_A_KEY,
  authenticationKey: OF_A_KEY,
  dedicatedKey: OF_A_KEY,
  broadcastKey: OF_A_KEY,
  masterKey: OF_A_KEY,
};

/** The names in `KEY_LENGTHS`. */
export const KEY_NAMES = Object.keys(KEY_LENGTHS) as readonly (keyof SenderKeys)[];

/**
 * A key or system title from hex text.
 * @throws TypeError where it is no hex, or has a length that none has; the text never shows the value.
 */
export function keyOctets(name: keyof SenderKeys, text: unknown): Uint8Array {
  const octets = typeof text === 'string' ? octetsIn(text) : undefined;
  if (!octets) throw new TypeError(`${name} is not hex text`);
  const lengths = KEY_LENGTHS[name];
  if (!lengths.includes(octets.length)) {
    throw new TypeError(`${name} has ${octets.length} octets, not ${lengths.join(' or ')}`);
  }
  return octets;
}

function octetsIn(text: string): Uint8Array | undefined {
  try {
    return fromHex(text);
  } catch {
    return undefined;
  }
}
