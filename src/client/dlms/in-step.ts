import type { Obis } from '../../dlms';
import { Failure, type FailureCode } from '../../link';
import type { Association } from './association';
import { AssociationLost } from './association-lost';
import { type AssociationProfile, publicProfile, takesCounters } from './association-profile';
import { conversation } from './conversation';
import { type CounterStore, FreshCounter, HIGHEST_COUNTER } from './fresh-counter';
import { get } from './get';
import { type Opening, openAssociation } from './open-association';
import { disconnect } from './release';

const DATA_CLASS = 1;
const VALUE = 2;
/** Counters of unicast requests, by client or by security set-up (IEC 62056-6-1; IDIS). */
const USUAL_COUNTERS: readonly Obis[] = ['0-0:43.1.0.255', '0-0:43.1.1.255'];
/** How far a number moves us that nobody vouches for: in passing, … */
const HINT = 0x1_0000;
/** … and from an object that we asked for. Keys last until it has been done a hundred times. */
const TOLD = 0x200_0000;
/** Where we never spoke to a meter, half of the numbers may be used up. */
const FIRST = 0x7fff_ffff;

/**
 * Opens an association; where that takes invocation counters, in step with the meter: one that is ahead of us
 * is asked, by the public client, what it takes.
 * @throws as `openAssociation`; Failure `storage-failed` where counters would be forgotten.
 */
export async function openInStep(
  opening: Opening,
  store: CounterStore | undefined,
  hint: number | undefined,
): Promise<Association> {
  const counter = counterFor(opening.profile, store);
  if (!counter) return openAssociation(opening, undefined);
  const isKnown = counter.isKnown;
  if (!isKnown) await begin(opening, counter);
  else if (hint !== undefined) await counter.leapTo(hint, HINT);
  const open = async (): Promise<Association> => {
    const association = await openAssociation(opening, counter);
    counter.proved();
    return association;
  };
  try {
    return await open();
  } catch (error) {
    const isBehind = isKnown && mayBeBehind(error) && (await catchUp(opening, counter, error));
    if (!isBehind) throw error;
    return open();
  }
}

function counterFor(
  profile: AssociationProfile,
  store: CounterStore | undefined,
): FreshCounter | undefined {
  const { security, clientTitle } = profile;
  if (!takesCounters(profile)) return undefined;
  if (!security || !clientTitle) {
    throw new Failure('association-failed', 'keys and a system title of our own are needed');
  }
  if (!store) throw new Failure('storage-failed', 'there is nowhere to keep invocation counters');
  return new FreshCounter(store, security.encryptionKey, clientTitle);
}

/** Of a counter that is not known, nobody can say which numbers were used: the meter is asked. */
async function begin(opening: Opening, counter: FreshCounter): Promise<void> {
  const first = opening.profile.security?.firstCounter;
  const told = first ?? (await readCounter(opening));
  if (told > FIRST) {
    throw new Failure('association-failed', `the meter's invocation counter is ${told}`);
  }
  await counter.startAt(told);
}

async function catchUp(opening: Opening, counter: FreshCounter, error: unknown): Promise<boolean> {
  const hint = error instanceof AssociationLost ? error.exception?.invocationCounter : undefined;
  if (hint !== undefined && (await counter.leapTo(hint, HINT))) return true;
  const told = await orUndefined(readCounter(opening));
  return told !== undefined && (await counter.leapTo(told, TOLD));
}

/** A meter that finds our counter too low says so, rejects us, or keeps silent. */
function mayBeBehind(error: unknown): boolean {
  return error instanceof Failure && !HOPELESS.has(error.code);
}

/**
 * The lowest counter that the meter takes, as it tells everybody.
 * @throws Failure `command-timeout` where it says nothing at all, `association-failed` where it does not tell.
 */
async function readCounter(opening: Opening): Promise<number> {
  const { exchange, timeout, invocation } = opening;
  const profile = publicProfile(opening.profile);
  const { security } = opening.profile;
  const association = await openPublic({ ...opening, profile });
  const speech = conversation(association, exchange, timeout, () => invocation(profile));
  try {
    for (const obis of security?.counterObject ? [security.counterObject] : USUAL_COUNTERS) {
      const attribute = { classId: DATA_CLASS, obis, attribute: VALUE };
      const answer = await orUndefined(get(speech, attribute, null));
      const value = answer && 'data' in answer ? answer.data.value : undefined;
      if (isCounter(value)) return value + 1;
    }
    throw untold('association-failed');
  } finally {
    await disconnect(exchange, association);
  }
}

async function openPublic(opening: Opening): Promise<Association> {
  try {
    return await openAssociation(opening, undefined);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'association-failed';
    if (code === 'meter-not-connected') throw error;
    throw untold(code === 'command-timeout' ? code : 'association-failed');
  }
}

function untold(code: 'command-timeout' | 'association-failed'): Failure {
  return new Failure(code, 'the meter does not tell its invocation counter');
}

function isCounter(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= HIGHEST_COUNTER;
}

/** Of these nothing can be asked of the meter. */
const HOPELESS: ReadonlySet<FailureCode> = new Set(['meter-not-connected', 'storage-failed']);

async function orUndefined<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failure && HOPELESS.has(error.code)) throw error;
    return undefined;
  }
}
