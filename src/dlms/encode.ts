import type { Apdu } from './apdu/apdu';
import { isCiphered, writeCiphered } from './apdu/ciphered';
import { writePlainApdu } from './apdu/codecs';
import { AxdrWriter } from './axdr';

/**
 * An APDU's octets, from the form in which `decodeApdu` gives it. A ciphered one needs its `ciphertext`;
 * `decrypted` is not looked at.
 * @throws RangeError, TypeError or SyntaxError where a part is not what it should be.
 */
export function encodeApdu(apdu: Apdu): Uint8Array {
  const writer = new AxdrWriter();
  if (isCiphered(apdu)) writeCiphered(writer, apdu);
  else writePlainApdu(writer, apdu);
  return writer.finish();
}
