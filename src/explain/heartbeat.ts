import { HEARTBEAT_HEAD, parseHeartbeat } from '../ivy';
import type { Explanation } from './explanation';
import { leaf, octets, sequence, u8, u16 } from './parts';
import { walkOver, walkThrough } from './walk';

const WRAPPER_HEADER = 8;
const ADDRESS_LENGTH = 12;

/** The registration packet of an EM114070: a wrapper header, and what no standard describes. */
const HEARTBEAT = sequence(
  leaf('version', u16),
  leaf('source wPort', u16),
  leaf('destination wPort', u16),
  leaf('length', u16, (length) => `${length} octets follow`),
  leaf('packet type', octets(HEARTBEAT_HEAD.length - WRAPPER_HEADER - 1), () => 'registration'),
  leaf('address length', u8, (length) => `${length} digits`),
  leaf('meter address', octets(ADDRESS_LENGTH), (digits) => String.fromCharCode(...digits)),
  leaf('trailer', octets(3), () => 'not known: any octets are accepted'),
);

/** @throws FrameError as `parseHeartbeat` does. */
export function explainHeartbeat(frame: Uint8Array): Explanation {
  const { meterId } = parseHeartbeat(frame);
  const walk = walkOver(frame);
  walkThrough(walk, HEARTBEAT);
  return {
    kind: 'heartbeat',
    summary: `heartbeat of meter ${meterId}`,
    fields: walk.fields,
    notes: [],
    inside: [],
    decoded: { type: 'heartbeat', meterId },
  };
}
