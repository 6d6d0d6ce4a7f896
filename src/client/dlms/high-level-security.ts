import { randomBytes } from 'node:crypto';
import type { Aare } from '../../dlms';
import {
  challengeText,
  checkChallenge,
  checkGmac,
  checkProof,
  type HlsChallenges,
  proveGmac,
  proveManufacturer,
  proveMd5,
  proveSha1,
  proveSha256,
  SecurityError,
  SYSTEM_TITLE_LENGTH,
  signEcdsa,
  verifyEcdsa,
} from '../../dlms/security';
import { Failure } from '../../link';
import { fromHex } from '../../octets';
import type { AssociationProfile, SecurityProfile } from './association-profile';
import type { FreshCounter } from './fresh-counter';

/** Our part in proving who speaks, passes 3 and 4 of high level security (Green Book, 9.2.7.4). */
export interface Prover {
  /** What our challenge and the meter's call for from us. */
  prove(): Promise<Uint8Array>;
  /** @throws SecurityError where the meter's proof is wrong: it is not the one that holds the secret. */
  check(proof: Uint8Array): void;
}

/** Octets of our challenge: 8 to 64 are allowed. */
const CHALLENGE_LENGTH = 16;
const SHORTEST_CHALLENGE = 8;

export function newChallenge(): Uint8Array {
  return new Uint8Array(randomBytes(CHALLENGE_LENGTH));
}

/** Whether the mechanism's proofs carry system titles. */
export function needsTitle({ authentication: { mechanism } }: AssociationProfile): boolean {
  return mechanism === 'hls-gmac' || mechanism === 'hls-sha256' || mechanism === 'hls-ecdsa';
}

/**
 * The prover of a mechanism of high level security, from what the AARE said.
 * @throws SecurityError where it cannot be the meter's; Failure where the profile lacks something.
 */
export function proverFor(
  profile: AssociationProfile,
  ownChallenge: Uint8Array,
  aare: Aare,
  counter: FreshCounter | undefined,
): Prover {
  const { authentication } = profile;
  const challenge = challengeIn(aare, ownChallenge);
  const ours = { challenge, ownChallenge };
  switch (authentication.mechanism) {
    case 'hls':
      return bySecret(ours, (text) => proveManufacturer(text, authentication.secret));
    case 'hls-md5':
      return bySecret(ours, (text) => proveMd5(text, authentication.secret));
    case 'hls-sha1':
      return bySecret(ours, (text) => proveSha1(text, authentication.secret));
    case 'hls-sha256': {
      const { secret } = authentication;
      const sides = sidesOf(profile, ours, aare);
      return {
        prove: async () => proveSha256(sides, secret),
        check: (proof) => checkProof(proof, proveSha256(turned(sides), secret)),
      };
    }
    case 'hls-gmac':
      return byGmac(profile, sidesOf(profile, ours, aare), counter);
    case 'hls-ecdsa': {
      const { keys } = authentication;
      const sides = sidesOf(profile, ours, aare);
      const suite = profile.security?.suite === 2 ? 2 : 1;
      return {
        prove: async () => signEcdsa(suite, keys, challengeText(sides)),
        check: (proof) => {
          if (verifyEcdsa(suite, keys.meterPublicKey, challengeText(turned(sides)), proof)) return;
          throw new SecurityError('authentication-failed', 'the signature is wrong', proof);
        },
      };
    }
    default:
      throw new Failure('not-supported', `${authentication.mechanism} needs no proof`);
  }
}

function bySecret(
  { challenge, ownChallenge }: Pick<HlsChallenges, 'challenge' | 'ownChallenge'>,
  prove: (challenge: Uint8Array) => Uint8Array,
): Prover {
  return {
    prove: async () => prove(challenge),
    check: (proof) => checkProof(proof, prove(ownChallenge)),
  };
}

function byGmac(
  { security }: AssociationProfile,
  sides: HlsChallenges,
  counter: FreshCounter | undefined,
): Prover {
  const keys = gmacKeys(security);
  if (!counter) throw new Failure('association-failed', 'there is no invocation counter for GMAC');
  return {
    prove: async () => {
      await counter.prepare();
      const invocationCounter = counter.nextInvocationCounter();
      return proveGmac(sides.challenge, {
        ...keys,
        systemTitle: sides.ownTitle,
        invocationCounter,
      });
    },
    check: (proof) =>
      checkGmac(proof, sides.ownChallenge, { ...keys, systemTitle: sides.otherTitle }),
  };
}

function gmacKeys(security: SecurityProfile | undefined) {
  if (!security?.authenticationKey) {
    throw new Failure('association-failed', 'GMAC needs the encryption and authentication keys');
  }
  const { encryptionKey, authenticationKey, suite } = security;
  return { encryptionKey, authenticationKey, suite };
}

function challengeIn({ authenticationValue }: Aare, own: Uint8Array): Uint8Array {
  const challenge = fromHex(authenticationValue ?? '');
  if (challenge.length < SHORTEST_CHALLENGE) {
    throw new Failure(
      'association-failed',
      'the meter gave no challenge, or one that is too short',
    );
  }
  checkChallenge(challenge, own);
  return challenge;
}

function sidesOf(
  { clientTitle, meterTitle }: AssociationProfile,
  challenges: Pick<HlsChallenges, 'challenge' | 'ownChallenge'>,
  { respondingApTitle }: Aare,
): HlsChallenges {
  const otherTitle = meterTitle ?? fromHex(respondingApTitle ?? '');
  if (!clientTitle || otherTitle.length !== SYSTEM_TITLE_LENGTH) {
    throw new Failure('association-failed', 'a system title is missing');
  }
  return { ...challenges, ownTitle: clientTitle, otherTitle };
}

/** The same as the other side sees it. */
function turned({ challenge, ownChallenge, ownTitle, otherTitle }: HlsChallenges): HlsChallenges {
  return {
    challenge: ownChallenge,
    ownChallenge: challenge,
    ownTitle: otherTitle,
    otherTitle: ownTitle,
  };
}
