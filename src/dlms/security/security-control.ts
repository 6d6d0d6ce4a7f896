/** Which algorithms and key lengths are used (Green Book, 9.2.3.7). */
export type SecuritySuite = 0 | 1 | 2;

/** What is done to an APDU: both, one, or nothing of it. */
export interface Protection {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
}

/** The security control octet (Green Book, 9.2.7.2.4). `suite` is as sent, known or not. */
export interface SecurityControl extends Protection {
  readonly suite: number;
  /** The broadcast key instead of the unicast one; the key of general-ciphering is named by its key-info. */
  readonly broadcast: boolean;
  readonly compressed: boolean;
}

const SUITE_MASK = 0x0f;
const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;
const BROADCAST = 0x40;
const COMPRESSED = 0x80;

export function decodeSecurityControl(octet: number): SecurityControl {
  return {
    suite: octet & SUITE_MASK,
    authenticated: (octet & AUTHENTICATED) !== 0,
    encrypted: (octet & ENCRYPTED) !== 0,
    broadcast: (octet & BROADCAST) !== 0,
    compressed: (octet & COMPRESSED) !== 0,
  };
}

/** The same octet with authentication taken out. */
export function withoutAuthentication(octet: number): number {
  return octet & ~AUTHENTICATED;
}

/** The octet for what we send: a unicast key, and never compressed. */
export function encodeSecurityControl(protection: Protection, suite: SecuritySuite): number {
  return (
    suite | (protection.authenticated ? AUTHENTICATED : 0) | (protection.encrypted ? ENCRYPTED : 0)
  );
}

/** The protection in words, for refusals: `encrypted only`. */
export function describeProtection({ authenticated, encrypted }: Protection): string {
  if (authenticated && encrypted) return 'authenticated and encrypted';
  if (authenticated) return 'authenticated only';
  return encrypted ? 'encrypted only' : 'not protected at all';
}
