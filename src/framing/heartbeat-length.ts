import { HEARTBEAT_HEAD, HEARTBEAT_ID_END, HEARTBEAT_LENGTH, isHeartbeatDigit } from '../ivy';

/**
 * How long the heartbeat is that `octets` begin with.
 * 0: it is none. More than there are: it takes so many octets to say more.
 */
export function heartbeatLength(octets: Uint8Array): number {
  const known = Math.min(octets.length, HEARTBEAT_ID_END);
  for (let at = 0; at < known; at++) {
    const octet = octets[at] as number;
    const head = HEARTBEAT_HEAD[at];
    if (head === undefined ? !isHeartbeatDigit(octet) : octet !== head) return 0;
  }
  return octets.length < HEARTBEAT_ID_END ? octets.length + 1 : HEARTBEAT_LENGTH;
}
