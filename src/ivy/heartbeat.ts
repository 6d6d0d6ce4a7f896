import { OctetReader } from '../octets';

/** The registration packet of an EM114070, sent when it has dialled in and from time to time afterwards. */
export interface Heartbeat {
  /** 12 decimal digits; 000000000000 where nobody has given the meter an address. */
  readonly meterId: string;
  /** The last three octets. What they mean is not known, so any are accepted. */
  readonly trailer: Uint8Array;
}

/**
 * What every heartbeat begins with: a wrapper header (version 1, wPorts 1 and 1, 18 octets follow), the
 * packet type 0AH 02H, and the length of the meter's address.
 */
export const HEARTBEAT_HEAD: Uint8Array = Uint8Array.of(
  ...[0x00, 0x01, 0x00, 0x01, 0x00, 0x01, 0x00, 0x12],
  ...[0x0a, 0x02, 0x0c],
);

const ID_LENGTH = 12;
const TRAILER_LENGTH = 3;

/** Where the meter's address ends and the trailer begins. */
export const HEARTBEAT_ID_END: number = HEARTBEAT_HEAD.length + ID_LENGTH;
/** Octets of a whole heartbeat. */
export const HEARTBEAT_LENGTH: number = HEARTBEAT_ID_END + TRAILER_LENGTH;

/** Whether this octet may stand in the meter's address: an ASCII digit. */
export function isHeartbeatDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

/**
 * Reads a whole heartbeat; `trailer` is a view on the input.
 * @throws FrameError `start` for another head, `bcd` for an address that is not all digits, `truncated`, `end`.
 */
export function parseHeartbeat(octets: Uint8Array): Heartbeat {
  const reader = new OctetReader(octets);
  for (const octet of HEARTBEAT_HEAD) reader.expect(octet, 'start');
  const meterId = readMeterId(reader);
  const trailer = reader.take(TRAILER_LENGTH);
  reader.expectEnd();
  return { meterId, trailer };
}

function readMeterId(reader: OctetReader): string {
  const offset = reader.position;
  const digits = reader.take(ID_LENGTH);
  const stray = digits.findIndex((octet) => !isHeartbeatDigit(octet));
  if (stray >= 0) reader.fail('bcd', 'a meter address is 12 digits', offset + stray);
  return String.fromCharCode(...digits);
}
