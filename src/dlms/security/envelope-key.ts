import { FrameError, fromHex } from '../../octets';
import type { CipheredEnvelope } from '../envelope';
import { unwrapKey } from './key-wrap';
import { decodeSecurityControl } from './security-control';
import { SecurityError } from './security-error';
import { isSecuritySuite, KEY_LENGTH, type SecurityKeys } from './security-keys';

/** Keys that encipher, each with invocation counters of its own. */
export type KeyRole = 'unicast' | 'broadcast' | 'dedicated' | 'wrapped';

const KEY_IDS: ReadonlyMap<number, KeyRole> = new Map([
  [0, 'unicast'],
  [1, 'broadcast'],
]);
const FIELD_OF_ROLE = {
  unicast: 'encryptionKey',
  broadcast: 'broadcastKey',
  dedicated: 'dedicatedKey',
} as const;

/**
 * Which key the sender used: the dedicated one in `ded-…`, what key-info says in general-ciphering, else
 * what the broadcast bit says.
 * @throws FrameError `unsupported` for an agreed key, `range` for a key-id that is not in use.
 */
export function keyRole(envelope: CipheredEnvelope): KeyRole {
  const { service, keyInfo, securityControl, ciphertext } = envelope;
  if (service.startsWith('ded-') || service === 'general-ded-ciphering') return 'dedicated';
  switch (keyInfo?.type) {
    case undefined:
      return decodeSecurityControl(securityControl).broadcast ? 'broadcast' : 'unicast';
    case 'wrapped-key':
      return 'wrapped';
    case 'agreed-key':
      throw new FrameError('unsupported', 'a key agreed for one APDU', ciphertext);
    case 'identified-key': {
      const role = KEY_IDS.get(keyInfo.keyId);
      if (role) return role;
      throw new FrameError('range', `there is no key-id ${keyInfo.keyId}`, ciphertext);
    }
  }
}

/**
 * The encryption key of an envelope.
 * @throws SecurityError `missing-key`, also where its length is not the suite's; `authentication-failed`
 * for a wrapped key that does not open; FrameError as `keyRole`, and `unsupported` for an unknown suite.
 */
export function encryptionKeyFor(envelope: CipheredEnvelope, keys: SecurityKeys): Uint8Array {
  const role = keyRole(envelope);
  const key = role === 'wrapped' ? unwrappedKey(envelope, keys) : keys[FIELD_OF_ROLE[role]];
  return ofSuite(envelope, key, `${role} encryption`);
}

/** The authentication key. @throws as `encryptionKeyFor` does. */
export function authenticationKeyFor(envelope: CipheredEnvelope, keys: SecurityKeys): Uint8Array {
  return ofSuite(envelope, keys.authenticationKey, 'authentication');
}

function ofSuite(
  { securityControl, ciphertext }: CipheredEnvelope,
  key: Uint8Array | undefined,
  name: string,
): Uint8Array {
  const { suite } = decodeSecurityControl(securityControl);
  if (!isSecuritySuite(suite)) {
    throw new FrameError('unsupported', `there is no security suite ${suite}`, ciphertext);
  }
  if (key?.length === KEY_LENGTH[suite]) return key;
  const problem = key
    ? `the ${name} key has ${key.length} octets, security suite ${suite} wants ${KEY_LENGTH[suite]}`
    : `the ${name} key is not known`;
  throw new SecurityError('missing-key', problem, ciphertext);
}

function unwrappedKey(envelope: CipheredEnvelope, keys: SecurityKeys): Uint8Array | undefined {
  if (envelope.keyInfo?.type !== 'wrapped-key') return undefined;
  const masterKey = ofSuite(envelope, keys.masterKey, 'master');
  return unwrapKey(masterKey, fromHex(envelope.keyInfo.keyCipheredData));
}
