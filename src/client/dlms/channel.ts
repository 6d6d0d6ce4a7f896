import { type Apdu, decodeApdu, encodeApdu } from '../../dlms';

/** Turns APDUs into the octets that are sent, and back: plain or ciphered. */
export interface Channel {
  /** @throws Failure `storage-failed`, `association-failed` where there is no fresh invocation counter. */
  protect(apdu: Apdu): Promise<Uint8Array>;
  /**
   * The APDU without its envelope. `frame` is the object that the octets came in: shown again, it is not
   * opened again.
   * @throws FrameError; SecurityError where it is not to be trusted.
   */
  open(octets: Uint8Array, frame: object): Apdu;
  /** Octets that protection adds to an APDU, at most. */
  readonly overhead: number;
}

/** Answers that break the standard in ways seen in the field are survived. */
export const LENIENT = { lenient: true } as const;

export const PLAIN_CHANNEL: Channel = {
  protect: async (apdu) => encodeApdu(apdu),
  open: (octets) => decodeApdu(octets, LENIENT),
  overhead: 0,
};
