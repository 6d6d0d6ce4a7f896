import type { SecuritySuite } from './security-control';

/** The symmetric keys of a meter: 16 octets each in security suites 0 and 1, 32 octets in suite 2. */
export interface SecurityKeys {
  /** The global unicast encryption key (GUEK). */
  readonly encryptionKey?: Uint8Array;
  /** The authentication key (GAK), of use wherever APDUs are authenticated. */
  readonly authenticationKey?: Uint8Array;
  /** The global broadcast encryption key (GBEK). */
  readonly broadcastKey?: Uint8Array;
  /** The key of one association, proposed in its InitiateRequest; for `ded-…` and general-ded-ciphering. */
  readonly dedicatedKey?: Uint8Array;
  /** The master key (KEK), under which other keys are wrapped. */
  readonly masterKey?: Uint8Array;
}

/** Octets of a symmetric key in each security suite. No example is published for suite 2: unproven. */
export const KEY_LENGTH: Readonly<Record<SecuritySuite, number>> = { 0: 16, 1: 16, 2: 32 };

/** Octets of a system title: three letters of the manufacturer, five octets of its choice. */
export const SYSTEM_TITLE_LENGTH = 8;

export function isSecuritySuite(suite: number): suite is SecuritySuite {
  return suite === 0 || suite === 1 || suite === 2;
}
