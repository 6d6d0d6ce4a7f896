/**
 * What a ciphered APDU shows before it is deciphered (IEC 62056-5-3, 9.2.7.2.4): the seam between the APDU
 * codec, which knows no keys, and `security`, which knows no services.
 */
export interface CipheredEnvelope {
  /** The APDU's name: `glo-get-response`, `general-glo-ciphering`, `glo-initiate-request`, … */
  readonly service: string;
  readonly tag: number;
  /**
   * The sender's system title: as sent in a general APDU, else the AP title of the surrounding AARQ or AARE.
   * Absent or empty: known from the association.
   */
  readonly systemTitle?: Uint8Array;
  readonly securityControl: number;
  readonly invocationCounter: number;
  /** Ciphertext, or plain text where it is only authenticated; the authentication tag, if any, at its end. */
  readonly ciphertext: Uint8Array;
  /** general-ciphering: transaction-id to other-information as sent, which the authentication covers. */
  readonly authenticatedHeader?: Uint8Array;
  readonly keyInfo?: KeyInfo;
}

/** general-ciphering: which key was used. Octets are lower-case hex. */
export type KeyInfo =
  | { readonly type: 'identified-key'; readonly keyId: number }
  | { readonly type: 'wrapped-key'; readonly kekId: number; readonly keyCipheredData: string }
  | {
      readonly type: 'agreed-key';
      readonly keyParameters: string;
      readonly keyCipheredData: string;
    };

/**
 * Gives the plain APDU of an envelope.
 * @throws FrameError `security` or `authentication-failed` where the envelope is not to be trusted.
 */
export type Decipher = (envelope: CipheredEnvelope) => Uint8Array;
