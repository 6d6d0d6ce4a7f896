/** Crowds that dial in together, or were missed together, are polled over so many ms. */
const CROWD_SPREAD = 2_000;

/** ms until the poll of a meter that is one of a crowd. */
export function soon(id: string, interval: number): number {
  return share(id) * Math.min(CROWD_SPREAD, interval / 4);
}

/** ms until a meter's own moment in the interval comes again, but never right after a first poll. */
export function untilNext(id: string, interval: number): number {
  const since = (performance.now() + (1 - share(id)) * interval) % interval;
  const wait = interval - since;
  return wait < interval / 4 ? wait + interval : wait;
}

/** A number from 0 to 1 that is always the same for an id and spread evenly over ids (FNV-1a). */
function share(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000;
}
