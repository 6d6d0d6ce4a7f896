import type { Node, NodeAPI, NodeStatus } from 'node-red';
import type { PollerStatistics } from '../../src/polling';

/** Why meters are asked only on trigger. */
export type RestReason = 'passive' | 'disabled';

const INTERVAL = 1_000;

/** Shows beside a node what its poller does, as it changes; gives what shows it at once. */
export function keepPollStatus(
  RED: NodeAPI,
  node: Node,
  poller: { readonly statistics: PollerStatistics },
  rests: RestReason | undefined,
): () => void {
  const look = (): NodeStatus => statusOf(RED, node.type, poller.statistics, rests);
  const show = (): void => node.status(look());
  const timer = setInterval(
    onChange(() => JSON.stringify(look()), show),
    INTERVAL,
  );
  node.on('close', () => clearInterval(timer));
  show();
  return show;
}

/** Calls `act` when what `look` sees has changed since the last time; not the first time. */
function onChange(look: () => string, act: () => void): () => void {
  let seen = look();
  return () => {
    const now = look();
    if (now !== seen) act();
    seen = now;
  };
}

function statusOf(
  RED: NodeAPI,
  type: string,
  { meters, failing, backedOff }: PollerStatistics,
  rests: RestReason | undefined,
): NodeStatus {
  if (rests === 'passive') {
    return { fill: 'blue', shape: 'ring', text: `${type}.status.passive` };
  }
  if (rests === 'disabled') {
    return { fill: 'grey', shape: 'dot', text: `${type}.status.disabled` };
  }
  if (meters === 0) return { fill: 'grey', shape: 'ring', text: `${type}.status.waiting` };
  const name = backedOff === 0 ? 'polling' : 'backedOff';
  const text = RED._(`${type}.status.${name}`, { count: meters, failed: failing, backedOff });
  return { fill: failing === 0 ? 'green' : 'yellow', shape: 'dot', text };
}
