import { FrameError } from '../../octets';
import type { CipheredEnvelope, Decipher } from '../envelope';
import { TAG_LENGTH } from './aes-gcm';
import { authenticationKeyFor, encryptionKeyFor } from './envelope-key';
import { type ProtectionInput, unprotect } from './protection';
import { decodeSecurityControl, withoutAuthentication } from './security-control';
import { SecurityError } from './security-error';
import { type SecurityKeys, SYSTEM_TITLE_LENGTH } from './security-keys';

/** What opens an envelope by itself, without memory. */
export interface OpeningKeys extends SecurityKeys {
  /** The sender's title, for envelopes that do not bring it. */
  readonly systemTitle?: Uint8Array | undefined;
  /**
   * Decipher without verifying where the authentication key is not known: owners of some consumer interfaces
   * never learn it. What comes out may be forged.
   */
  readonly unverified?: boolean;
}

/**
 * A hook for `decodeApdu` that opens each envelope by itself: for pasted frames and captures. It verifies
 * authentication and knows nothing of replays and policies; conversations need an `IncomingSecurity`.
 */
export function decipherWith(keys: OpeningKeys): Decipher {
  return (envelope) => openEnvelope(envelope, keys);
}

/**
 * The plain APDU inside an envelope (Green Book, 9.2.7.2.4).
 * @throws SecurityError `authentication-failed`, `missing-key`, `unknown-system-title`, `unprotected`;
 * FrameError `unsupported` for compression, unknown suites and agreed keys.
 */
export function openEnvelope(envelope: CipheredEnvelope, keys: OpeningKeys): Uint8Array {
  const { service, ciphertext, invocationCounter } = envelope;
  const control = decodeSecurityControl(envelope.securityControl);
  if (control.compressed) throw new FrameError('unsupported', 'a compressed APDU', ciphertext);
  if (!control.authenticated && !control.encrypted) {
    throw new SecurityError('unprotected', `nothing protects this ${service}`, ciphertext);
  }
  const unverified = keys.unverified && !keys.authenticationKey && control.authenticated;
  const toOpen = unverified ? withoutTag(envelope) : envelope;
  const plain = unprotect(protectionOf(toOpen, keys), toOpen.ciphertext);
  if (plain) return plain;
  throw new SecurityError(
    'authentication-failed',
    `${service} with invocation counter ${invocationCounter} is not authentic`,
    ciphertext,
  );
}

function protectionOf(envelope: CipheredEnvelope, keys: OpeningKeys): ProtectionInput {
  const { securityControl, invocationCounter } = envelope;
  const { authenticated } = decodeSecurityControl(securityControl);
  return {
    securityControl,
    invocationCounter,
    encryptionKey: encryptionKeyFor(envelope, keys),
    authenticationKey: authenticated ? authenticationKeyFor(envelope, keys) : undefined,
    systemTitle: senderTitle(envelope, keys.systemTitle),
    header: envelope.authenticatedHeader,
  };
}

function senderTitle(envelope: CipheredEnvelope, known: Uint8Array | undefined): Uint8Array {
  const title = envelope.systemTitle?.length ? envelope.systemTitle : known;
  if (title?.length === SYSTEM_TITLE_LENGTH) return title;
  const problem = title ? `a system title of ${title.length} octets` : 'no system title is known';
  throw new SecurityError('unknown-system-title', problem, envelope.ciphertext);
}

function withoutTag(envelope: CipheredEnvelope): CipheredEnvelope {
  return {
    ...envelope,
    securityControl: withoutAuthentication(envelope.securityControl),
    ciphertext: envelope.ciphertext.subarray(0, -TAG_LENGTH),
  };
}
