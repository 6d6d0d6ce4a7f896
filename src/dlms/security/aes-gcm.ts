import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto';

/** Octets of an authentication tag in DLMS (Green Book, 9.2.3.3.7). */
export const TAG_LENGTH = 12;
const TAGGED = { authTagLength: TAG_LENGTH };

/** What AES-GCM needs beside the text; the key's length, 16 or 32 octets, chooses AES-128 or AES-256. */
export interface GcmInput {
  readonly key: Uint8Array;
  /** 12 octets, never the same twice under one key. */
  readonly iv: Uint8Array;
  /** Authenticated, but not encrypted. */
  readonly additional: Uint8Array;
}

/** The ciphertext with its authentication tag behind it. */
export function seal(input: GcmInput, plaintext: Uint8Array): Uint8Array {
  const cipher = cipherFor(input);
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** The plaintext; undefined where tag, ciphertext or additional data are not what was sealed. */
export function open(input: GcmInput, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < TAG_LENGTH) return undefined;
  const { key, iv, additional } = input;
  const decipher = createDecipheriv(algorithm(key), key, iv, TAGGED)
    .setAAD(additional)
    .setAuthTag(sealed.subarray(-TAG_LENGTH));
  const plaintext = decipher.update(sealed.subarray(0, -TAG_LENGTH));
  try {
    // Compares the tags in constant time.
    return concat(plaintext, decipher.final());
  } catch {
    return undefined;
  }
}

/** GCM's encryption without a tag: the same operation enciphers and deciphers. */
export function cipherOnly(input: Omit<GcmInput, 'additional'>, text: Uint8Array): Uint8Array {
  return concat(cipherFor({ ...input, additional: new Uint8Array() }).update(text));
}

function cipherFor({ key, iv, additional }: GcmInput): CipherGCM {
  return createCipheriv(algorithm(key), key, iv, TAGGED).setAAD(additional);
}

function algorithm(key: Uint8Array): 'aes-128-gcm' | 'aes-256-gcm' {
  if (key.length === 16) return 'aes-128-gcm';
  if (key.length === 32) return 'aes-256-gcm';
  throw new RangeError(`an AES-GCM key has 16 or 32 octets, not ${key.length}`);
}

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
