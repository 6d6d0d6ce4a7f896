import type { Node, NodeAPI } from 'node-red';
import { atNextStart } from './flows-started';
import { guarded } from './guard';

/** What outlives its node: a deploy ends the node, and its successor of the same id goes on with it. */
export interface Parkable {
  /**
   * Nobody listens any more: what is for listeners waits, and no process is kept running. Resolves when the
   * process may end without losing what must outlast it.
   */
  hold?(): void | Promise<void>;
  /** There are listeners, and the nodes that they send to. */
  release?(): void;
  close(): void | Promise<void>;
}

interface Wanted<Thing> {
  readonly kind: new (...args: never[]) => Thing;
  /** Puts the predecessor's under the new settings; false where they need another one. */
  readonly configure: (parked: Thing) => boolean;
  readonly create: () => Thing;
}

interface Parked {
  readonly thing: Parkable;
  /** Somebody has it: it is parked no longer. */
  readonly leave: () => void;
  readonly giveUp: () => void;
}

/** ms that a deploy may take: Node-RED waits 15 s for a node to close, and then starts the others. */
const LONGEST_DEPLOY = 30_000;
/** ms in which core mqtt nodes connect after a deploy; until then they drop what they get. */
const SETTLING = 500;

/** The one state of this package that no node has: by the id of the node whose it was, and will be. */
const parked = new Map<string, Parked>();

/**
 * Gives a node what its predecessor of the same id has left, or else what it creates. It is released when the
 * flows have started, parked when a deploy ends the node, and closed when the node is removed. What no
 * successor takes is closed as soon as the flows have started.
 */
export function carryOver<Thing extends Parkable>(
  RED: NodeAPI,
  node: Node<object>,
  { kind, configure, create }: Wanted<Thing>,
): Thing {
  const adopted = adopt(node.id, kind, configure);
  const thing = adopted ?? create();
  let settling: NodeJS.Timeout | undefined;
  const release = guarded(node, () => thing.release?.());
  const started = (): void => {
    if (adopted) settling = setTimeout(release, SETTLING);
    else release();
  };
  const callOff = atNextStart(RED, started);
  node.on('close', (removed: boolean, done: () => void) => {
    callOff();
    clearTimeout(settling);
    const held = thing.hold?.();
    const closed = removed ? thing.close() : park(RED, node.id, thing);
    Promise.all([held, closed]).then(() => done(), done);
  });
  return thing;
}

function park(RED: NodeAPI, id: string, thing: Parkable): void {
  const leave = (): void => {
    clearTimeout(timer);
    callOff();
    parked.delete(id);
  };
  const giveUp = (): void => {
    leave();
    void thing.close();
  };
  const timer = setTimeout(giveUp, LONGEST_DEPLOY).unref();
  const callOff = atNextStart(RED, giveUp);
  parked.set(id, { thing, leave, giveUp });
}

function adopt<Thing extends Parkable>(
  id: string,
  kind: Wanted<Thing>['kind'],
  configure: Wanted<Thing>['configure'],
): Thing | undefined {
  const entry = parked.get(id);
  if (!entry) return undefined;
  if (entry.thing instanceof kind && configure(entry.thing)) {
    entry.leave();
    return entry.thing;
  }
  entry.giveUp();
  return undefined;
}
