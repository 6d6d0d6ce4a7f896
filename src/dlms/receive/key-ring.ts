import { fromHex } from '../../octets';
import type { KeyRing, SenderKeys } from './protected-senders';

const KEY_NAMES = [
  'encryptionKey',
  'authenticationKey',
  'broadcastKey',
  'dedicatedKey',
  'masterKey',
] as const;
const TITLE_LENGTH = 8;
const KEY_LENGTHS = [16, 32];

/** Keys as people write them: hex digits by name. */
export type KeyTexts = Readonly<
  Partial<Record<(typeof KEY_NAMES)[number] | 'systemTitle', string>>
>;

/**
 * Keys from hex text; empty text is no key. `undefined` where there is none at all.
 * @throws TypeError where a value is no hex, or has a length that no key has; the text never shows the value.
 */
export function senderKeys(texts: KeyTexts): SenderKeys | undefined {
  const keys: { -readonly [Name in keyof SenderKeys]: SenderKeys[Name] } = {};
  for (const name of KEY_NAMES) {
    const key = octetsOf(name, texts[name], KEY_LENGTHS);
    if (key) keys[name] = key;
  }
  if (Object.keys(keys).length === 0) return undefined;
  const systemTitle = octetsOf('systemTitle', texts.systemTitle, [TITLE_LENGTH]);
  return systemTitle ? { ...keys, systemTitle } : keys;
}

/**
 * Keys of many senders from JSON: an object whose names are meter ids or system titles.
 * @throws TypeError where it is anything else.
 */
export function keyRing(json: string, others: SenderKeys | undefined): KeyRing {
  const byName = new Map<string, SenderKeys>();
  for (const [name, texts] of Object.entries(json.trim() === '' ? {} : tableIn(json))) {
    const keys = senderKeys(texts);
    if (!keys) throw new TypeError(`the key table has no key for ${name}`);
    byName.set(nameOf(name), keys);
  }
  return { byName, others };
}

/** System titles in the form in which APDUs give them; meter ids as they are. */
function nameOf(text: string): string {
  return /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase() : text;
}

function tableIn(json: string): Readonly<Record<string, KeyTexts>> {
  const table = parsed(json);
  if (!isObject(table) || Array.isArray(table) || !Object.values(table).every(isObject)) {
    throw new TypeError('the key table must be an object of objects: {"<meter id>": {…}}');
  }
  return table as Record<string, KeyTexts>;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own words would show keys in logs.
    throw new TypeError('the key table is no JSON');
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function octetsOf(name: string, text: unknown, lengths: readonly number[]): Uint8Array | undefined {
  if (text === undefined || text === '') return undefined;
  if (typeof text !== 'string') throw new TypeError(`${name} is not hex text`);
  const octets = hexOctets(name, text);
  if (!lengths.includes(octets.length)) {
    throw new TypeError(`${name} has ${octets.length} octets, not ${lengths.join(' or ')}`);
  }
  return octets;
}

function hexOctets(name: string, text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw new TypeError(`${name} is not hex text`);
  }
}
