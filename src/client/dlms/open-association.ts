import { randomBytes } from 'node:crypto';
import { contentOfApdu, HANDSHAKE } from '../../content';
import type { Aare, Apdu, Invocation } from '../../dlms';
import { serviceApdu } from '../../dlms/compose';
import type { CounterMemory } from '../../dlms/receive';
import { KEY_LENGTH, SecurityError } from '../../dlms/security';
import { type Exchange, Failure } from '../../link';
import { fromHex, toHex } from '../../octets';
import { Association } from './association';
import { AssociationLost } from './association-lost';
import { type AssociationProfile, isCiphering, isHighLevel } from './association-profile';
import { type Channel, PLAIN_CHANNEL } from './channel';
import { CipheredChannel } from './ciphered-channel';
import type { FreshCounter } from './fresh-counter';
import { needsTitle, newChallenge, proverFor } from './high-level-security';
import { disconnect, release } from './release';
import { transportFor } from './transport-for';

/** What it takes to open an association. */
export interface Opening {
  readonly exchange: Exchange;
  readonly profile: AssociationProfile;
  /** ms to wait for the first answer: a meter that knows another form alone gives none. */
  readonly patience: number;
  /** ms to wait for any other answer. */
  readonly timeout: number;
  readonly invocation: (profile: AssociationProfile) => Invocation;
  /** Where the meter's counters are kept from one association to the next. */
  readonly heard: CounterMemory | undefined;
}

/** Before the meter says what it takes, an AARQ is as long as it has to be. */
const UNLIMITED = { conformance: new Set([]), maxPduSize: Number.POSITIVE_INFINITY } as const;
/** What a meter says of an AARQ that it could not open. */
const OF_CIPHERING: ReadonlySet<string> = new Set([
  'deciphering-error',
  'invocation-counter-error',
]);
const ASSOCIATION_CLASS = 15;
const CURRENT_ASSOCIATION = '0-0:40.0.0.255';
const REPLY_TO_HLS = 1;

/**
 * Opens an association and, with high level security, has both sides prove who they are.
 * @throws Failure `association-failed`, `command-timeout` or `meter-not-connected`; SecurityError where the
 * meter is not the one that holds the keys.
 */
export async function openAssociation(
  opening: Opening,
  counter: FreshCounter | undefined,
): Promise<Association> {
  const { exchange, profile, patience } = opening;
  const transport = transportFor(profile);
  await transport.open(exchange, patience);
  const channel = channelFor(opening, counter);
  const asking = new Association(profile, UNLIMITED, transport, channel);
  const { authentication } = profile;
  const challenge = isHighLevel(profile) ? newChallenge() : undefined;
  const secret = challenge ?? ('secret' in authentication ? authentication.secret : undefined);
  const aare = await associate(opening, asking, aarq(profile, secret));
  const association = new Association(profile, agreement(profile, aare), transport, channel);
  if (challenge) {
    try {
      await authenticate(opening, association, challenge, aare, counter);
    } catch (error) {
      await disconnect(exchange, association);
      throw error;
    }
  }
  if (channel instanceof CipheredChannel) channel.established();
  return association;
}

function channelFor({ profile, heard }: Opening, counter: FreshCounter | undefined): Channel {
  const { security, clientTitle, meterTitle } = profile;
  if (!security || !isCiphering(profile)) return PLAIN_CHANNEL;
  if (!counter || !clientTitle) {
    throw new Failure('association-failed', 'ciphering needs a system title of our own');
  }
  const dedicatedKey = security.dedicatedKey
    ? new Uint8Array(randomBytes(KEY_LENGTH[security.suite]))
    : undefined;
  return new CipheredChannel({
    security,
    clientTitle,
    meterTitle,
    counter,
    dedicatedKey,
    // A challenge proves by itself that what follows is new.
    heard: isHighLevel(profile) ? undefined : heard,
  });
}

function aarq(profile: AssociationProfile, secret: Uint8Array | undefined): Apdu {
  const { authentication, conformance, maxPduSize, clientTitle } = profile;
  const request = serviceApdu({
    service: 'aarq',
    mechanism: authentication.mechanism,
    ...(secret && { secret }),
    initiateRequest: {
      ...(conformance && { conformance }),
      ...(maxPduSize !== undefined && { maxPduSize }),
    },
  });
  if (!needsTitle(profile) || !clientTitle || request.type !== 'aarq') return request;
  return { ...request, callingApTitle: toHex(clientTitle) };
}

/** A meter that still holds an association of ours refuses another one: it is released, and asked again. */
async function associate(
  { exchange, patience, profile }: Opening,
  asking: Association,
  request: Apdu,
): Promise<Aare> {
  const content = contentOfApdu(request);
  const ask = () => asking.ask(exchange, { request, content }, 'aare', patience);
  try {
    return accepted(await ask(), profile);
  } catch (error) {
    if (!isHeldOpen(error)) throw error;
    await release(exchange, asking);
    return accepted(await ask(), profile);
  }
}

function isHeldOpen(error: unknown): boolean {
  const exception = error instanceof AssociationLost ? error.exception : undefined;
  return exception !== undefined && !OF_CIPHERING.has(exception.serviceError);
}

function accepted(aare: Aare, profile: AssociationProfile): Aare {
  if (aare.result !== 'accepted') {
    const reason = aare.confirmedServiceError?.error ?? aare.diagnosticName ?? aare.result;
    throw new Failure('association-failed', `rejected (${reason})`);
  }
  const octets = new Uint8Array();
  if (isCiphering(profile) && !aare.ciphering) {
    throw new SecurityError('unprotected', 'the meter accepts ciphering in plain', octets);
  }
  // What we have said ourselves would prove it.
  if (profile.clientTitle && aare.respondingApTitle === toHex(profile.clientTitle)) {
    throw new SecurityError('unknown-system-title', 'the meter has our own system title', octets);
  }
  return aare;
}

function agreement(profile: AssociationProfile, { initiateResponse }: Aare): Association['agreed'] {
  const proposed = profile.conformance ?? [];
  // 0 is no limit.
  return {
    conformance: new Set(initiateResponse?.conformance ?? proposed),
    maxPduSize: initiateResponse?.maxPduSize || UNLIMITED.maxPduSize,
  };
}

/** Passes 3 and 4: our proof, and the meter's. */
async function authenticate(
  { exchange, timeout, invocation, profile }: Opening,
  association: Association,
  challenge: Uint8Array,
  aare: Aare,
  counter: FreshCounter | undefined,
): Promise<void> {
  const prover = proverFor(profile, challenge, aare, counter);
  const request = serviceApdu({
    service: 'action',
    ...invocation(profile),
    classId: ASSOCIATION_CLASS,
    obis: CURRENT_ASSOCIATION,
    method: REPLY_TO_HLS,
    data: { type: 'octet-string', value: toHex(await prover.prove()) },
  });
  const answer = await association.ask(
    exchange,
    { request, content: HANDSHAKE },
    'action-response',
    timeout,
  );
  if (answer.kind !== 'normal' || answer.result !== 'success') {
    const result = 'result' in answer ? answer.result : answer.kind;
    throw new Failure('association-failed', `the meter refuses our proof (${result})`);
  }
  const proof = 'data' in answer && answer.data.type === 'octet-string' ? answer.data.value : '';
  prover.check(fromHex(proof));
}
