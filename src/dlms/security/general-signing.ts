import { AxdrReader } from '../axdr';

/** A general-signing APDU (IEC 62056-5-3, 8.4), read and not verified. */
export interface SignedEnvelope {
  readonly transactionId: Uint8Array;
  readonly originatorTitle: Uint8Array;
  readonly recipientTitle: Uint8Array;
  /** Empty, or a date-time of 12 octets. */
  readonly dateTime: Uint8Array;
  readonly otherInformation: Uint8Array;
  /** The APDU that is signed, plain or ciphered. */
  readonly content: Uint8Array;
  readonly signature: Uint8Array;
}

export const GENERAL_SIGNING = 0xdf;

/** @throws FrameError `tag`, `truncated`, `end`. */
export function parseGeneralSigning(octets: Uint8Array): SignedEnvelope {
  const reader = new AxdrReader(octets);
  reader.expect(GENERAL_SIGNING, 'tag');
  const next = (): Uint8Array => reader.take(reader.length());
  const envelope = {
    transactionId: next(),
    originatorTitle: next(),
    recipientTitle: next(),
    dateTime: next(),
    otherInformation: next(),
    content: next(),
    signature: next(),
  };
  reader.expectEnd();
  return envelope;
}
