import type { AxdrReader, AxdrWriter } from '../axdr';
import { headerOctets, type ProtectionHeader, readHeader } from './protection-header';

export interface GeneralSigning extends ProtectionHeader {
  readonly type: 'general-signing';
  /** The signed APDU, lower-case hex. Nothing here vouches for it. */
  readonly content: string;
  readonly signature: string;
}

export function readGeneralSigning(reader: AxdrReader): GeneralSigning {
  return {
    type: 'general-signing',
    ...readHeader(reader),
    content: reader.octetString(),
    signature: reader.octetString(),
  };
}

export function writeGeneralSigning(writer: AxdrWriter, apdu: GeneralSigning): void {
  writer.octets(headerOctets(apdu)).octetString(apdu.content).octetString(apdu.signature);
}
