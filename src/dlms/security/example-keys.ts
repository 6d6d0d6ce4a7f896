import { toHex } from '../../octets';

/** Keys, secrets and titles of the Green Book's and Gurux's examples, RFC 3394 and common test set-ups. */
const PUBLISHED: ReadonlySet<string> = new Set([
  '000102030405060708090a0b0c0d0e0f',
  '101112131415161718191a1b1c1d1e1f',
  'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
  '00112233445566778899aabbccddeeff',
  'ffeeddccbbaa99887766554433221100',
  '0f0e0d0c0b0a09080706050403020100',
  '0123456789abcdef0123456789abcdef',
  '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f',
  'd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef',
  '4775727578',
  '4775727578313233',
]);

/**
 * Whether everybody knows this key or secret: printed in a standard or a library's samples, or so regular
 * (one octet repeated, or a constant step from octet to octet: `12345678`) that nobody drew it at random.
 */
export function isPublishedExampleKey(key: Uint8Array): boolean {
  return PUBLISHED.has(toHex(key)) || hasConstantStep(key);
}

function hasConstantStep(key: Uint8Array): boolean {
  const [first = 0, second = 0] = key;
  const step = second - first;
  return key.every((octet, index) => octet === ((first + index * step) & 0xff));
}
