import { HEARTBEAT_HEAD, HEARTBEAT_ID_END, HEARTBEAT_LENGTH, isHeartbeatDigit } from '../ivy';

const FIRST = HEARTBEAT_HEAD[0];

/** Measures a heartbeat, as a `Measure` does. */
export function heartbeatLength(octets: Uint8Array): number {
  // Of noise, each octet is asked about: the quick answer first.
  if (octets[0] !== FIRST) return 0;
  const known = Math.min(octets.length, HEARTBEAT_ID_END);
  for (let at = 0; at < known; at++) {
    const octet = octets[at] as number;
    const head = HEARTBEAT_HEAD[at];
    if (head === undefined ? !isHeartbeatDigit(octet) : octet !== head) return 0;
  }
  return octets.length < HEARTBEAT_ID_END ? octets.length + 1 : HEARTBEAT_LENGTH;
}
