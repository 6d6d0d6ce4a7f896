import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { Recent } from '../recent/recent';
import { type MeterKeys, meterKeys } from './meter-keys';

declare const WRAPPED: unique symbol;

/** Secrets of a meter that only the gateway's secret opens: `ivy1.<salt>.<iv>.<sealed>`, each in base64url. */
export type WrappedKeys = string & { readonly [WRAPPED]: true };

const FORM = /^ivy1\.([\w-]{22})\.([\w-]{16})\.([\w-]{24,8192})$/;
const CIPHER = 'aes-256-gcm';
const KEY_LENGTH = 32;
const SALT_LENGTH = 16;
/** The one that GCM is made for (NIST SP 800-38D, clause 8.2). */
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
/** A guess at the secret costs 32 MB and some 60 ms (RFC 7914). */
const SCRYPT = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** A list that was merged from lists of other gateways has a salt from each. */
const MAX_DERIVED = 64;

export function isWrappedKeys(value: unknown): value is WrappedKeys {
  return typeof value === 'string' && FORM.test(value);
}

/**
 * Wraps and unwraps the secrets of meters. What is wrapped for one meter opens for no other. Deriving the key
 * is slow by intent, so all that one safe wraps shares a salt.
 */
export class KeySafe {
  readonly #secret: string;
  readonly #derived = new Recent<Buffer>(MAX_DERIVED);
  #salt: Buffer | undefined;

  /** @throws RangeError for an empty secret. */
  constructor(secret: string) {
    if (secret === '') throw new RangeError('keys cannot be wrapped without a secret');
    this.#secret = secret;
  }

  wrap(keys: MeterKeys, meterId: string): WrappedKeys {
    this.#salt ??= randomBytes(SALT_LENGTH);
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv(CIPHER, this.#keyOf(this.#salt), iv);
    cipher.setAAD(Buffer.from(meterId));
    const text = cipher.update(JSON.stringify(keys), 'utf8');
    const sealed = Buffer.concat([text, cipher.final(), cipher.getAuthTag()]);
    const parts = [this.#salt, iv, sealed].map((octets) => octets.toString('base64url'));
    return `ivy1.${parts.join('.')}` as WrappedKeys;
  }

  /** @throws TypeError where they were wrapped with another secret or for another meter, or were changed. */
  unwrap(wrapped: WrappedKeys, meterId: string): MeterKeys {
    const [salt, iv, sealed] = partsOf(wrapped);
    const decipher = createDecipheriv(CIPHER, this.#keyOf(salt), iv, {
      authTagLength: TAG_LENGTH,
    });
    decipher.setAAD(Buffer.from(meterId));
    decipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
    try {
      const text = decipher.update(sealed.subarray(0, -TAG_LENGTH));
      return meterKeys(JSON.parse(Buffer.concat([text, decipher.final()]).toString()));
    } catch {
      throw new TypeError('the keys were wrapped with another secret or for another meter');
    }
  }

  #keyOf(salt: Buffer): Buffer {
    const name = salt.toString('hex');
    const known = this.#derived.get(name);
    if (known) return known;
    const key = scryptSync(this.#secret, salt, KEY_LENGTH, SCRYPT);
    this.#derived.set(name, key);
    return key;
  }
}

function partsOf(wrapped: WrappedKeys): readonly [salt: Buffer, iv: Buffer, sealed: Buffer] {
  const [, salt, iv, sealed] = FORM.exec(wrapped) ?? [];
  if (salt === undefined || iv === undefined || sealed === undefined) {
    throw new TypeError('these are no wrapped keys');
  }
  return [
    Buffer.from(salt, 'base64url'),
    Buffer.from(iv, 'base64url'),
    Buffer.from(sealed, 'base64url'),
  ];
}
