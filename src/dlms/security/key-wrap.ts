import { createCipheriv, createDecipheriv } from 'node:crypto';
import { SecurityError } from './security-error';

/** The initial value of RFC 3394, 2.2.3.1: its return proves the unwrapped key intact. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/**
 * A key wrapped under the master key with AES key wrap (RFC 3394), as key_transfer of the security setup
 * wants it: 8 octets longer than the key.
 * @throws RangeError for keys of other lengths than 16 or 32 octets.
 */
export function wrapKey(masterKey: Uint8Array, key: Uint8Array): Uint8Array {
  if (!isKeyLength(key.length)) {
    throw new RangeError(`a key to wrap has 16 or 32 octets, not ${key.length}`);
  }
  const cipher = createCipheriv(algorithm(masterKey), masterKey, INITIAL_VALUE);
  return new Uint8Array(Buffer.concat([cipher.update(key), cipher.final()]));
}

/**
 * The key that was wrapped.
 * @throws SecurityError `authentication-failed` where it was altered or wrapped under another master key;
 * RangeError for a master key of another length than 16 or 32 octets.
 */
export function unwrapKey(masterKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(algorithm(masterKey), masterKey, INITIAL_VALUE);
  try {
    if (isKeyLength(wrapped.length - INITIAL_VALUE.length)) {
      return new Uint8Array(Buffer.concat([decipher.update(wrapped), decipher.final()]));
    }
  } catch {
    // Refused below, like any other damage.
  }
  throw new SecurityError(
    'authentication-failed',
    'the wrapped key does not open under this master key',
    wrapped,
  );
}

function isKeyLength(length: number): boolean {
  return length === 16 || length === 32;
}

function algorithm(masterKey: Uint8Array): string {
  if (!isKeyLength(masterKey.length)) {
    throw new RangeError(`a master key has 16 or 32 octets, not ${masterKey.length}`);
  }
  return masterKey.length === 16 ? 'id-aes128-wrap' : 'id-aes256-wrap';
}
