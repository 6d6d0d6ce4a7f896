import { FrameError } from '../../octets';

/** Why an APDU is not to be trusted. Stable words: logs, alarms and tests compare them. */
export type SecurityReason =
  | 'authentication-failed' // forged, altered, or protected with other keys
  | 'replayed' // an invocation counter that is not above the last one
  | 'unprotected' // plain, where the association is ciphered
  | 'weak-protection' // protected, but less than the policy asks
  | 'unknown-system-title' // of another device, or of nobody
  | 'missing-key'; // no key, or none of the length that the security suite asks

/**
 * A refusal for security's sake: `code` is `authentication-failed` or else `security`, `reason` says more.
 * The text names what was wrong and never shows key material.
 */
export class SecurityError extends FrameError {
  readonly reason: SecurityReason;

  constructor(reason: SecurityReason, message: string, octets: Uint8Array, offset = 0) {
    super(reason === 'authentication-failed' ? reason : 'security', message, octets, offset);
    this.name = 'SecurityError';
    this.reason = reason;
  }
}
