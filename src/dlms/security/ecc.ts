import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  sign,
  verify,
} from 'node:crypto';
import { OctetWriter } from '../../octets';

/**
 * Security suites with elliptic curves: 1 is P-256 with SHA-256, 2 is P-384 with SHA-384. Private keys are
 * the number alone, public keys are x and y, signatures r and s, all of them without any prefix.
 */
export type EccSuite = 1 | 2;

interface Curve {
  /** Octets of a coordinate. */
  readonly size: number;
  readonly ecdhName: string;
  readonly jwkName: string;
  readonly hash: 'sha256' | 'sha384';
  /** AES-GCM with this key length, as an object identifier. */
  readonly algorithmId: Uint8Array;
  readonly keyLength: number;
}

const CURVES: Readonly<Record<EccSuite, Curve>> = {
  1: {
    size: 32,
    ecdhName: 'prime256v1',
    jwkName: 'P-256',
    hash: 'sha256',
    algorithmId: Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 0x00),
    keyLength: 16,
  },
  2: {
    size: 48,
    ecdhName: 'secp384r1',
    jwkName: 'P-384',
    hash: 'sha384',
    algorithmId: Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x03, 0x01),
    keyLength: 32,
  },
};
const UNCOMPRESSED_POINT = 0x04;

/**
 * The secret that both sides share (ECC CDH, Green Book, 9.2.3.4.6).
 * @throws RangeError for keys of a wrong length or points that are not on the curve.
 */
export function agreeSecret(
  suite: EccSuite,
  ownPrivateKey: Uint8Array,
  otherPublicKey: Uint8Array,
): Uint8Array {
  const { size, ecdhName } = CURVES[suite];
  needLength(ownPrivateKey, size, 'private key');
  needLength(otherPublicKey, 2 * size, 'public key');
  const ecdh = createECDH(ecdhName);
  try {
    ecdh.setPrivateKey(ownPrivateKey);
    return plain(ecdh.computeSecret(Uint8Array.of(UNCOMPRESSED_POINT, ...otherPublicKey)));
  } catch {
    throw new RangeError(`the keys are none of curve ${CURVES[suite].jwkName}`);
  }
}

/**
 * The encryption key derived from a shared secret (NIST SP 800-56A): 16 octets in suite 1, as
 * the Green Book's examples show, and 32 in suite 2, for which no example is published: unproven there.
 */
export function deriveKey(
  suite: EccSuite,
  secret: Uint8Array,
  originatorTitle: Uint8Array,
  recipientTitle: Uint8Array,
): Uint8Array {
  const { hash, algorithmId, keyLength } = CURVES[suite];
  const input = new OctetWriter()
    .u32(1)
    .octets(secret)
    .octets(algorithmId)
    .octets(originatorTitle)
    .octets(recipientTitle)
    .finish();
  return plain(createHash(hash).update(input).digest().subarray(0, keyLength));
}

/** ECDSA over the text. @throws RangeError for keys that are not the suite's. */
export function signEcdsa(
  suite: EccSuite,
  keys: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array },
  text: Uint8Array,
): Uint8Array {
  const { size, hash } = CURVES[suite];
  needLength(keys.privateKey, size, 'private key');
  const key = { ...publicJwk(suite, keys.publicKey), d: base64(keys.privateKey) };
  return plain(
    sign(hash, text, {
      key: imported(() => createPrivateKey({ key, format: 'jwk' })),
      dsaEncoding: 'ieee-p1363',
    }),
  );
}

/** Whether the signature is that key's. @throws RangeError for a key that is not the suite's. */
export function verifyEcdsa(
  suite: EccSuite,
  publicKey: Uint8Array,
  text: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = imported(() => createPublicKey({ key: publicJwk(suite, publicKey), format: 'jwk' }));
  return verify(CURVES[suite].hash, text, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function publicJwk(suite: EccSuite, publicKey: Uint8Array): JsonWebKey {
  const { size, jwkName } = CURVES[suite];
  needLength(publicKey, 2 * size, 'public key');
  return {
    kty: 'EC',
    crv: jwkName,
    x: base64(publicKey.subarray(0, size)),
    y: base64(publicKey.subarray(size)),
  };
}

function imported<Key>(importKey: () => Key): Key {
  try {
    return importKey();
  } catch {
    throw new RangeError('the key is not on the curve of its suite');
  }
}

function needLength(octets: Uint8Array, length: number, name: string): void {
  if (octets.length !== length) {
    throw new RangeError(`the ${name} has ${octets.length} octets, not ${length}`);
  }
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}

function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
