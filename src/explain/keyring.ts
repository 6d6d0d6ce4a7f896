import type { CipheredEnvelope } from '../dlms';
import {
  decodeSecurityControl,
  KEY_NAMES,
  keyOctets,
  openEnvelope,
  SecurityError,
  type SenderKeys,
} from '../dlms/security';
import { FrameError, toHex } from '../octets';

/** Where no system title is given, the keys are anybody's. */
export type KeySet = SenderKeys;

export type Keyring = readonly KeySet[];

/** The plain APDU, or what is missing to get it; and what is to be said of it. */
export interface Opened {
  readonly plain?: Uint8Array;
  readonly note?: string;
}

/**
 * Keys from JSON, in hex: one set, a list of sets, or sets by system title.
 * @throws TypeError where the text is none of these; the message never has a part of it.
 */
export function parseKeyring(json: string): Keyring {
  const content = parseJson(json);
  if (Array.isArray(content)) return content.map(keySet);
  const entries = Object.entries(record(content));
  const byTitle = entries.length > 0 && entries.every(([, value]) => typeof value === 'object');
  if (!byTitle) return [keySet(content)];
  return entries.map(([systemTitle, keys]) => keySet({ systemTitle, ...record(keys) }));
}

/**
 * Opens an envelope with the first keys that fit its sender.
 * @throws FrameError where keys are there and the envelope is not authentic, or of an unknown kind.
 */
export function open(envelope: CipheredEnvelope, keyring: Keyring): Opened {
  const fitting = keyring.filter((keys) => fits(keys, envelope));
  if (fitting.length === 0) return { note: missingText(envelope, keyring) };
  const attempts = fitting.map((keys) => attempt(envelope, keys));
  const best =
    attempts.find((attempted) => 'plain' in attempted) ??
    attempts.find((attempted) => 'fault' in attempted) ??
    attempts[0];
  if (best && 'fault' in best) throw best.fault;
  return best ?? {};
}

type Attempt = Opened | { readonly fault: FrameError };

/** Keys of another length or a missing title are told as missing; whatever else is wrong is a fault. */
function attempt(envelope: CipheredEnvelope, keys: KeySet): Attempt {
  try {
    const plain = openEnvelope(envelope, { ...keys, unverified: true });
    const note = doubtText(envelope, keys);
    return note === undefined ? { plain } : { plain, note };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    const missing =
      error instanceof SecurityError &&
      (error.reason === 'missing-key' || error.reason === 'unknown-system-title');
    return missing ? { note: `not deciphered: ${error.message}` } : { fault: error };
  }
}

function fits({ systemTitle }: KeySet, envelope: CipheredEnvelope): boolean {
  if (!systemTitle || !envelope.systemTitle?.length) return true;
  return Buffer.compare(systemTitle, envelope.systemTitle) === 0;
}

function missingText(envelope: CipheredEnvelope, keyring: Keyring): string {
  const { systemTitle, securityControl } = envelope;
  const { authenticated } = decodeSecurityControl(securityControl);
  if (keyring.length > 0) {
    return `not deciphered: no keys are given for system title ${toHex(systemTitle ?? new Uint8Array())}`;
  }
  const needed = [
    envelope.service.includes('ded-') ? 'dedicatedKey' : 'encryptionKey',
    ...(authenticated ? ['authenticationKey'] : []),
    ...(systemTitle?.length ? [] : ['systemTitle']),
  ];
  return `not deciphered: this needs ${needed.join(', ')}`;
}

function doubtText({ securityControl }: CipheredEnvelope, keys: KeySet): string | undefined {
  const { authenticated } = decodeSecurityControl(securityControl);
  if (!authenticated) return 'deciphered, but nothing vouches for it: it is encrypted only';
  if (keys.authenticationKey) return undefined;
  return 'deciphered, but not verified: no authenticationKey is given';
}

function keySet(value: unknown): KeySet {
  const entries = Object.entries(record(value)).map(([name, hex]) => [name, keyOf(name, hex)]);
  return Object.fromEntries(entries);
}

function keyOf(text: string, hex: unknown): Uint8Array {
  const name = KEY_NAMES.find((candidate) => candidate === text);
  if (!name) throw new TypeError(`the keys have names among ${KEY_NAMES.join(', ')}`);
  return keyOctets(name, hex);
}

/** The engine's own message would quote the text. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new TypeError('the keys are no JSON');
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeError('the keys are a JSON object, or a list of objects');
}
