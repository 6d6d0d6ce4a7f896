import { type AxdrReader, AxdrWriter } from '../axdr';
import type { CosemDateTime } from '../date-time';
import { readDateTimeString, writeDateTimeString } from './data-notification';

/** Who protected it, for whom, and when: what general-ciphering and general-signing have in front. */
export interface ProtectionHeader {
  /** Octets are lower-case hex. */
  readonly transactionId: string;
  readonly originatorSystemTitle: string;
  readonly recipientSystemTitle: string;
  readonly dateTime: CosemDateTime | null;
  readonly otherInformation: string;
}

export function readHeader(reader: AxdrReader): ProtectionHeader {
  return {
    transactionId: reader.octetString(),
    originatorSystemTitle: reader.octetString(),
    recipientSystemTitle: reader.octetString(),
    dateTime: readDateTimeString(reader),
    otherInformation: reader.octetString(),
  };
}

/** The header as it is sent, which the authentication covers. */
export function headerOctets(header: ProtectionHeader): Uint8Array {
  const writer = new AxdrWriter()
    .octetString(header.transactionId)
    .octetString(header.originatorSystemTitle)
    .octetString(header.recipientSystemTitle);
  writeDateTimeString(writer, header.dateTime);
  return writer.octetString(header.otherInformation).finish();
}
