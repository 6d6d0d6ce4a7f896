import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../link';
import { isAsAsked, type RelayOrder, type RelayReading } from './relay-state';

/** The relay of one meter, whatever protocol it speaks. */
export interface Relay {
  /** @throws Failure `meter-refused` where the meter does not tell. */
  read(): Promise<RelayReading>;
  /**
   * Sends the order, once. Resolves when the meter has accepted it.
   * @throws Failure `meter-refused` where it has refused; another where nobody knows.
   */
  order(order: RelayOrder): Promise<void>;
  /** Whether the order has left for the meter. */
  wasSent(): boolean;
}

const TRIES = 3;

/**
 * Switches a relay and finds out whether it has (contract, section 2, "Acts"). Silence is never success.
 * `lookEvery`: ms between two of three looks at it.
 * @throws Failure `meter-refused`, `not-confirmed`, `uncertain`, or what reading the state fails with.
 */
export async function switchRelay(
  relay: Relay,
  order: RelayOrder,
  lookEvery: number,
): Promise<Readonly<Record<string, unknown>>> {
  const before = await readOrUnknown(relay);
  if (isAsAsked(order, before.state)) return { ...answer(before), unchanged: true };
  const lost = await send(relay, order);
  const after = await lookFor(relay, order, lookEvery);
  if (after && isAsAsked(order, after.state)) {
    // Where the answer was lost, only a change shows that the order was followed.
    if (!lost || before.state !== 'unknown') return { ...answer(after), confirmed: true };
  }
  if (lost) throw new Failure('uncertain', `${lost.message}; the relay reads ${told(after)}`);
  if (!after)
    throw new Failure('uncertain', 'the meter has accepted, and its relay cannot be read');
  const isArmed = after.state === 'ready' || (order === 'permit' && after.state === 'open');
  if (isArmed && order !== 'open') return { ...answer(after), confirmed: false };
  throw new Failure('not-confirmed', `the meter has accepted, and its relay reads ${told(after)}`);
}

/** A meter that does not tell its state may still be switched; one that is silent is not. */
async function readOrUnknown(relay: Relay): Promise<RelayReading> {
  try {
    return await relay.read();
  } catch (error) {
    if (error instanceof Failure && error.code === 'meter-refused') {
      return { state: 'unknown', details: {} };
    }
    throw error;
  }
}

/** Undefined: the meter has accepted. Else why nobody knows. What has not left was not followed. */
async function send(relay: Relay, order: RelayOrder): Promise<Error | undefined> {
  try {
    await relay.order(order);
    return undefined;
  } catch (error) {
    const isRefused = error instanceof Failure && error.code === 'meter-refused';
    if (isRefused || !relay.wasSent()) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What the relay reads at last: three looks, or fewer where it is as asked. Undefined: none was possible. */
async function lookFor(
  relay: Relay,
  order: RelayOrder,
  lookEvery: number,
): Promise<RelayReading | undefined> {
  let last: RelayReading | undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      last = await relay.read();
      if (isAsAsked(order, last.state) || last.state === 'ready') return last;
    } catch {
      // The next look may be answered, and if none is, that is the answer.
    }
    if (tries < TRIES) await pause(lookEvery, undefined, { ref: false });
  }
  return last;
}

function answer({ state, details }: RelayReading): Readonly<Record<string, unknown>> {
  return { relay_state: state, ...details };
}

function told(reading: RelayReading | undefined): string {
  return reading?.state ?? 'unknown';
}
