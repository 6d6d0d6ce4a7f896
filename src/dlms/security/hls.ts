import { createCipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { OctetReader, OctetWriter } from '../../octets';
import { authenticationTag } from './protection';
import { encodeSecurityControl, type SecuritySuite } from './security-control';
import { SecurityError } from './security-error';

/** Both sides of high level security, as who proves sees them (Green Book, 9.2.7.4). */
export interface HlsChallenges {
  /** The other side's, which is answered. */
  readonly challenge: Uint8Array;
  readonly ownChallenge: Uint8Array;
  readonly ownTitle: Uint8Array;
  readonly otherTitle: Uint8Array;
}

/** What a GMAC is made with: the prover's title and counter, under the global unicast key. */
export interface GmacInput {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  readonly systemTitle: Uint8Array;
  readonly invocationCounter: number;
  readonly suite?: SecuritySuite;
}

const AES_BLOCK = 16;
const AUTHENTICATED_ONLY = { authenticated: true, encrypted: false };

/**
 * Mechanism 2, which the standard leaves to manufacturers, in its common form: the challenge under
 * AES-128-ECB with the secret as key, both filled up with zeros. Unproven by any published example.
 * @throws RangeError for a secret of more than 16 octets.
 */
export function proveManufacturer(challenge: Uint8Array, secret: Uint8Array): Uint8Array {
  if (secret.length > AES_BLOCK) {
    throw new RangeError(`a secret of mechanism 2 has at most ${AES_BLOCK} octets`);
  }
  const cipher = createCipheriv('aes-128-ecb', filledUp(secret), null).setAutoPadding(false);
  return plain(cipher.update(filledUp(challenge)));
}

/** Mechanism 3: MD5 of challenge and secret. */
export function proveMd5(challenge: Uint8Array, secret: Uint8Array): Uint8Array {
  return plain(createHash('md5').update(challenge).update(secret).digest());
}

/** Mechanism 4: SHA-1 of challenge and secret. */
export function proveSha1(challenge: Uint8Array, secret: Uint8Array): Uint8Array {
  return plain(createHash('sha1').update(challenge).update(secret).digest());
}

/** Mechanism 5: security control, invocation counter, and the GMAC of the challenge; 17 octets. */
export function proveGmac(challenge: Uint8Array, input: GmacInput): Uint8Array {
  const { invocationCounter, suite = 0 } = input;
  const securityControl = encodeSecurityControl(AUTHENTICATED_ONLY, suite);
  const tag = authenticationTag({ ...input, securityControl }, challenge);
  return new OctetWriter().u8(securityControl).u32(invocationCounter).octets(tag).finish();
}

/** Mechanism 6: SHA-256 of the secret, both titles and both challenges. */
export function proveSha256(challenges: HlsChallenges, secret: Uint8Array): Uint8Array {
  return plain(createHash('sha256').update(secret).update(challengeText(challenges)).digest());
}

/** What mechanism 7 signs (with `signEcdsa`): both titles and both challenges. Unproven by any example. */
export function challengeText(challenges: HlsChallenges): Uint8Array {
  return new OctetWriter()
    .octets(challenges.ownTitle)
    .octets(challenges.otherTitle)
    .octets(challenges.challenge)
    .octets(challenges.ownChallenge)
    .finish();
}

/**
 * Whether the other side gave the proof that it should have given.
 * @throws SecurityError `authentication-failed`
 */
export function checkProof(received: Uint8Array, expected: Uint8Array): void {
  if (received.length === expected.length && timingSafeEqual(received, expected)) return;
  throw new SecurityError(
    'authentication-failed',
    'the proof of the HLS secret is wrong',
    received,
  );
}

/**
 * Whether the other side gave a GMAC of our challenge. Its invocation counter is its own choice: what proves
 * that it is fresh is the challenge.
 * @throws SecurityError `authentication-failed`; FrameError `truncated` for fewer than 5 octets.
 */
export function checkGmac(
  received: Uint8Array,
  ownChallenge: Uint8Array,
  input: Omit<GmacInput, 'invocationCounter'>,
): void {
  const reader = new OctetReader(received);
  reader.skip(1);
  checkProof(received, proveGmac(ownChallenge, { ...input, invocationCounter: reader.u32() }));
}

/**
 * Refuses a challenge that is our own sent back: answering it would give away the proof that we expect.
 * @throws SecurityError `authentication-failed`
 */
export function checkChallenge(received: Uint8Array, own: Uint8Array): void {
  if (Buffer.compare(received, own) !== 0) return;
  throw new SecurityError('authentication-failed', 'the challenge is our own sent back', received);
}

function filledUp(octets: Uint8Array): Uint8Array {
  const filled = new Uint8Array(Math.max(1, Math.ceil(octets.length / AES_BLOCK)) * AES_BLOCK);
  filled.set(octets);
  return filled;
}

function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
