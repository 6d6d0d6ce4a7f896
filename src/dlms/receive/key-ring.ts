import { isPublishedExampleKey, KEY_NAMES, keyOctets, type SenderKeys } from '../security';
import type { KeyRing } from './protected-senders';

/** Keys as people write them: hex digits by name. */
export type KeyTexts = Readonly<Partial<Record<keyof SenderKeys, string>>>;

/**
 * Keys from hex text; empty text is no key. `undefined` where there is none at all.
 * @throws TypeError where a value is no hex, or has a length that no key has; the text never shows the value.
 */
export function senderKeys(texts: KeyTexts): SenderKeys | undefined {
  const given = KEY_NAMES.filter((name) => texts[name] !== undefined && texts[name] !== '');
  const keys = Object.fromEntries(given.map((name) => [name, keyOctets(name, texts[name])]));
  return given.some((name) => name !== 'systemTitle') ? keys : undefined;
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

/**
 * Refuses keys that are published as examples: who knows them can forge whatever they protect.
 * @throws TypeError that names the key.
 */
export function expectSecretKeys({ byName, others = {} }: KeyRing): void {
  for (const keys of [others, ...byName.values()]) {
    const known = KEY_NAMES.find((name) => name !== 'systemTitle' && isExample(keys[name]));
    if (known) throw new TypeError(`${known} is one that everybody knows: a published example`);
  }
}

function isExample(key: Uint8Array | undefined): boolean {
  return key !== undefined && isPublishedExampleKey(key);
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
