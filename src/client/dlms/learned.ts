import type { AssociationProfile } from './association-profile';

/** ms that what a meter has told holds: firmware changes, and so do meters. Kept over restarts, so by the wall clock. */
const HOLDS = 24 * 3_600_000;
const CLIENT = 'asked-as';
/** What was learned of a meter begins with these, and is wrong of another one. */
const LEARNED = [
  'scale:',
  'objects',
  'refused:',
  'dlms-with-list',
  'dlms-without-list',
  'learned:',
];

/** Keeps what a meter has told, and when. */
export function learn(memory: Map<string, unknown>, name: string, value: unknown): void {
  memory.set(name, value);
  memory.set(stamp(name), Date.now());
}

/** Whether it was learned within a day. */
export function isFresh(memory: ReadonlyMap<string, unknown>, name: string): boolean {
  const since = memory.get(stamp(name));
  return typeof since === 'number' && Math.abs(Date.now() - since) < HOLDS;
}

/** A meter shows each client what that one may see: what was learned as another one is forgotten. */
export function learnAs(
  memory: Map<string, unknown>,
  profiles: readonly AssociationProfile[],
): void {
  const ways = profiles.map(
    ({ client, server, authentication: { mechanism } }) => `${client}-${server} ${mechanism}`,
  );
  const now = ways.join();
  const before = memory.get(CLIENT);
  if (before === now) return;
  if (before !== undefined) forgetLearned(memory);
  memory.set(CLIENT, now);
}

/** Whether the meter has been asked, so that there may be something to forget. */
export function hasBeenAsked(memory: ReadonlyMap<string, unknown>): boolean {
  return memory.has(CLIENT);
}

/** For another meter, or another client of it. */
export function forgetLearned(memory: Map<string, unknown>): void {
  for (const key of [...memory.keys()]) {
    if (LEARNED.some((prefix) => key.startsWith(prefix))) memory.delete(key);
  }
}

function stamp(name: string): string {
  return `learned:${name}`;
}
