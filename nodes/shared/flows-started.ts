import type { NodeAPI } from 'node-red';

const STARTED = 'flows:started';

/**
 * Acts each time that the flows have started; gives what calls it off. A flow has any number of nodes that wait
 * for this, so each makes room for itself: from the eleventh on, Node would warn of a leak that is none.
 */
export function atEachStart({ events }: NodeAPI, act: () => void): () => void {
  let isWaiting = true;
  events.setMaxListeners(events.getMaxListeners() + 1);
  events.on(STARTED, act);
  return () => {
    if (!isWaiting) return;
    isWaiting = false;
    events.off(STARTED, act);
    events.setMaxListeners(events.getMaxListeners() - 1);
  };
}

/** The same, the next time alone. */
export function atNextStart(RED: NodeAPI, act: () => void): () => void {
  const callOff = atEachStart(RED, () => {
    callOff();
    act();
  });
  return callOff;
}
