import type { Node, NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import { atEachStart } from './flows-started';
import { guarded } from './guard';

/**
 * Warns, once flows have started, where polls come so rarely that links are closed between them: meters that
 * speak only when they are asked would come and go.
 */
export function warnOfRarePolls(
  RED: NodeAPI,
  node: Node<object>,
  gateway: Gateway,
  interval: number,
): void {
  let warnedOf: number | undefined;
  const check = guarded(node, () => {
    const { idleLimit } = gateway.ports;
    if (idleLimit === warnedOf) return;
    warnedOf = idleLimit;
    if (idleLimit === undefined || interval <= idleLimit) return;
    node.warn(
      `POLLING_INTERVAL: ${interval} ms is longer than TCP_CONNECTION_TIMEOUT, ${idleLimit} ms, after which a silent meter is cut off`,
    );
  });
  node.on('close', atEachStart(RED, check));
}
