import type { AxdrReader, AxdrWriter } from '../axdr';
import type { KeyInfo } from '../envelope';

/** Where a choice stands is its tag. */
const CHOICES = ['identified-key', 'wrapped-key', 'agreed-key'] as const;

export function readKeyInfo(reader: AxdrReader): KeyInfo {
  const choice = reader.u8();
  switch (CHOICES[choice]) {
    case 'identified-key':
      return { type: 'identified-key', keyId: reader.u8() };
    case 'wrapped-key':
      return { type: 'wrapped-key', kekId: reader.u8(), keyCipheredData: reader.octetString() };
    case 'agreed-key':
      return {
        type: 'agreed-key',
        keyParameters: reader.octetString(),
        keyCipheredData: reader.octetString(),
      };
    default:
      return reader.fail('tag', `${choice} is no key-info`, reader.position - 1);
  }
}

export function writeKeyInfo(writer: AxdrWriter, keyInfo: KeyInfo): void {
  writer.u8(CHOICES.indexOf(keyInfo.type));
  switch (keyInfo.type) {
    case 'identified-key':
      writer.u8(keyInfo.keyId);
      break;
    case 'wrapped-key':
      writer.u8(keyInfo.kekId).octetString(keyInfo.keyCipheredData);
      break;
    case 'agreed-key':
      writer.octetString(keyInfo.keyParameters).octetString(keyInfo.keyCipheredData);
      break;
  }
}
