import type { Apdu, PlainApdu } from './apdu/apdu';
import { isCiphered, writeCiphered } from './apdu/ciphered';
import { CODECS, type Codec } from './apdu/codecs';
import { AxdrWriter } from './axdr';

/**
 * An APDU's octets, from the form in which `decodeApdu` gives it. A ciphered one needs its `ciphertext`;
 * `decrypted` is not looked at.
 * @throws RangeError, TypeError or SyntaxError where a part is not what it should be.
 */
export function encodeApdu(apdu: Apdu): Uint8Array {
  const writer = new AxdrWriter();
  if (isCiphered(apdu)) writeCiphered(writer, apdu);
  else writePlain(writer, apdu);
  return writer.finish();
}

function writePlain(writer: AxdrWriter, apdu: PlainApdu): void {
  // The table pairs each type with its own codec, which TypeScript cannot follow through a union.
  const codec = CODECS[apdu.type] as Codec<PlainApdu> | undefined;
  if (codec === undefined) throw new TypeError(`"${String(apdu.type)}" is no type of APDU`);
  codec.write(writer.u8(codec.tag), apdu);
}
