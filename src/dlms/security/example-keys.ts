import { toHex } from '../../octets';

/** Of standards, samples of libraries and common test set-ups: those that no rule below recognises. */
const PUBLISHED: ReadonlySet<string> = new Set([
  '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f', // RFC 3394
  '2b7e151628aed2a6abf7158809cf4f3c', // FIPS 197
  '0123456789abcdef0123456789abcdef',
  'fedcba98765432100123456789abcdef',
  '4775727578', // the secret and the client's title of Gurux
  '4775727578313233',
]);

/**
 * Whether everybody knows this key or secret: printed in a standard or a library's samples, or so regular
 * (one octet repeated, or the same step from octet to octet: 000102…, D0D1…, `12345678`) that nobody drew it
 * at random.
 */
export function isPublishedExampleKey(key: Uint8Array): boolean {
  return PUBLISHED.has(toHex(key)) || hasConstantStep(key);
}

function hasConstantStep(key: Uint8Array): boolean {
  const [first = 0, second = 0] = key;
  const step = second - first;
  return key.every((octet, index) => octet === ((first + index * step) & 0xff));
}
