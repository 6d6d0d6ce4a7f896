import { toHex } from '../../octets';
import type { Aarq } from '../apdu/acse/association';
import type { Rlrq } from '../apdu/acse/release';
import type { Apdu } from '../apdu/apdu';
import { encodeInitiateRequest, type InitiateRequest } from '../apdu/initiate';
import type { Conformance } from '../conformance';
import { encodeApdu } from '../encode';
import { OutgoingSecurity, type OutgoingSecurityOptions } from '../security/outgoing-security';

const GENERAL_PROTECTION: Conformance = 'general-protection';

/** Puts APDUs into their envelopes, by the keys and counters of one client. */
export class ApduProtector {
  readonly #options: OutgoingSecurityOptions;
  readonly #security: OutgoingSecurity;

  /** @throws RangeError as `OutgoingSecurity`. */
  constructor(options: OutgoingSecurityOptions) {
    this.#options = options;
    this.#security = new OutgoingSecurity(options);
  }

  /**
   * An APDU's octets in its envelope. AARQ and RLRQ stay readable: only the InitiateRequest in them is
   * ciphered, and an AARQ tells the context and our system title.
   * @throws RangeError as `OutgoingSecurity`.
   */
  protect(apdu: Apdu): Uint8Array {
    switch (apdu.type) {
      case 'aarq':
        return encodeApdu({
          ...this.withCiphering(apdu),
          applicationContext: 'LN_WITH_CIPHERING',
          callingApTitle: toHex(this.#options.systemTitle),
        });
      case 'rlrq':
        return encodeApdu(this.withCiphering(apdu));
      default:
        return this.#security.protect(encodeApdu(apdu));
    }
  }

  private withCiphering<Acse extends Aarq | Rlrq>({ initiateRequest, ...rest }: Acse) {
    if (!initiateRequest) return rest;
    const proposal = encodeInitiateRequest(this.proposal(initiateRequest));
    return { ...rest, ciphering: this.#security.protectInitiateRequest(proposal) };
  }

  /** What we use has to be proposed: the dedicated key, and general ciphering. */
  private proposal(request: InitiateRequest): InitiateRequest {
    const { keys, general } = this.#options;
    const { conformance } = request;
    const isProposed = !general || conformance.includes(GENERAL_PROTECTION);
    return {
      ...(keys.dedicatedKey && { dedicatedKey: toHex(keys.dedicatedKey) }),
      ...request,
      conformance: isProposed ? conformance : [GENERAL_PROTECTION, ...conformance],
    };
  }
}
