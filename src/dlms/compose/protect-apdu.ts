import { toHex } from '../../octets';
import type { Apdu } from '../apdu/apdu';
import { encodeInitiateRequest } from '../apdu/initiate';
import { encodeApdu } from '../encode';
import type { OutgoingSecurity } from '../security/outgoing-security';

/**
 * An APDU's octets in its envelope. AARQ and RLRQ stay readable: only the InitiateRequest in them is
 * ciphered, and an AARQ tells the context and our system title.
 * @throws RangeError as `OutgoingSecurity`.
 */
export function protectApdu(
  apdu: Apdu,
  security: OutgoingSecurity,
  systemTitle: Uint8Array,
): Uint8Array {
  if (apdu.type !== 'aarq' && apdu.type !== 'rlrq') return security.protect(encodeApdu(apdu));
  const { initiateRequest, ...rest } = apdu;
  const ciphering =
    initiateRequest && security.protectInitiateRequest(encodeInitiateRequest(initiateRequest));
  const ciphered = { ...rest, ...(ciphering && { ciphering }) };
  return encodeApdu(
    ciphered.type === 'aarq'
      ? {
          ...ciphered,
          applicationContext: 'LN_WITH_CIPHERING',
          callingApTitle: toHex(systemTitle),
        }
      : ciphered,
  );
}
