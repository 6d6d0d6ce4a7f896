import { FrameError, type FrameErrorCode, OctetWriter } from '../octets';
import { addressOctets, type MeterAddress, readAddress } from './address';

const LEAD = 0xfe;
const START = 0x68;
const END = 0x16;
/** Added to every octet of the data field by the sender (clause 5.2.6). */
const OFFSET = 0x33;
/** Where in a frame its parts are, counted from the first 68H. */
const SECOND_START = 7;
export const CONTROL = 8;
export const LENGTH = 9;
const HEADER = 10;
/** Checksum and end. */
const TRAILER = 2;

export const RESPONSE = 0x80;
export const ABNORMAL = 0x40;
export const FOLLOW_ON = 0x20;
/** D4 to D0 of the control code. */
export const FUNCTION = 0x1f;

/** A DL/T 645 frame, checked and split (clause 5.2, the same in 1997 and 2007). */
export interface Frame {
  /** How many FEH came in front. */
  readonly leadBytes: number;
  readonly address: MeterAddress;
  /** The control code C as sent. */
  readonly control: number;
  /** D4 to D0 of the control code. */
  readonly function: number;
  /** D7: from a meter. */
  readonly response: boolean;
  /** D6: the meter refuses; the data say why. */
  readonly error: boolean;
  /** D5: more is there, to be asked for with "read following". */
  readonly followOn: boolean;
  /** The data field in wire order, free of the 33H offset; a copy. */
  readonly data: Uint8Array;
}

/**
 * Checks one whole frame, lead bytes in front or not, and splits it.
 * @throws FrameError `truncated`, `start`, `checksum` or `end`.
 */
export function parseFrame(octets: Uint8Array): Frame {
  const start = checkFrame(octets);
  return splitFrame(octets, start, start);
}

/**
 * Checks one whole frame; gives where its first 68H is, which is the number of lead bytes.
 * @throws FrameError `truncated`, `start`, `checksum` or `end`.
 */
export function checkFrame(octets: Uint8Array): number {
  const start = skipLeadBytes(octets, 0);
  const end = frameEnd(octets, start);
  if (end === 0) explainRefusal(octets, start);
  if (end < octets.length) refuse('end', 'octets left over after the frame', octets, end);
  return start;
}

/** Where the lead bytes from `at` on end. */
export function skipLeadBytes(octets: Uint8Array, at: number): number {
  let start = at;
  while (octets[start] === LEAD) start++;
  return start;
}

/**
 * Where the frame ends whose first 68H is at `start`; 0 where it is no whole frame. Goes by the length and
 * never searches for the end: 68H and 16H are ordinary octets inside address, data and checksum.
 */
export function frameEnd(octets: Uint8Array, start: number): number {
  if (octets[start] !== START || octets[start + SECOND_START] !== START) return 0;
  const checksum = start + HEADER + (octets[start + LENGTH] ?? 0);
  if (octets[checksum + 1] !== END) return 0;
  return octets[checksum] === sum(octets, start, checksum) ? checksum + TRAILER : 0;
}

function explainRefusal(octets: Uint8Array, start: number): never {
  const { length } = octets;
  if (length <= start) refuse('truncated', 'the octets end before a frame starts', octets, length);
  if (octets[start] !== START) refuse('start', 'no 68H where the frame starts', octets, start);
  if (length < start + HEADER) refuse('truncated', 'the frame header is cut', octets, length);
  if (octets[start + SECOND_START] !== START) {
    refuse('start', 'no second 68H after the address', octets, start + SECOND_START);
  }
  const checksum = start + HEADER + (octets[start + LENGTH] as number);
  if (length < checksum + TRAILER) refuse('truncated', 'the frame is cut', octets, length);
  if (octets[checksum] !== sum(octets, start, checksum)) {
    refuse('checksum', 'the checksum does not fit', octets, checksum);
  }
  return refuse('end', 'no 16H at the end', octets, checksum + 1);
}

function refuse(code: FrameErrorCode, message: string, octets: Uint8Array, offset: number): never {
  throw new FrameError(code, message, octets, offset);
}

/** Splits the checked frame whose first 68H is at `start`. */
export function splitFrame(octets: Uint8Array, start: number, leadBytes: number): Frame {
  const control = octets[start + CONTROL] as number;
  const data = new Uint8Array(octets[start + LENGTH] as number);
  copyData(octets, start, data);
  return {
    leadBytes,
    address: readAddress(octets, start + 1),
    control,
    function: control & FUNCTION,
    response: (control & RESPONSE) !== 0,
    error: (control & ABNORMAL) !== 0,
    followOn: (control & FOLLOW_ON) !== 0,
    data,
  };
}

/** Writes the data field of the frame at `start` to `data`, free of the 33H offset. */
export function copyData(octets: Uint8Array, start: number, data: Uint8Array): void {
  const from = start + HEADER;
  const length = octets[start + LENGTH] as number;
  for (let index = 0; index < length; index++) {
    data[index] = (octets[from + index] as number) - OFFSET;
  }
}

/** Sum of the octets modulo 256. */
export function sum(octets: Uint8Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at++) total += octets[at] as number;
  return total & 0xff;
}

/** What a frame is made from. */
export interface FrameParts {
  readonly address: MeterAddress;
  readonly control: number;
  /** Without the 33H offset. */
  readonly data: Uint8Array;
  /** FEH in front, which wake a meter on a serial line; none by default. */
  readonly leadBytes?: number;
}

/**
 * The octets of a frame.
 * @throws RangeError where the address, the control code or the number of data octets is out of range.
 */
export function encodeFrame({ address, control, data, leadBytes = 0 }: FrameParts): Uint8Array {
  const frame = new OctetWriter()
    .u8(START)
    .octets(addressOctets(address))
    .u8(START)
    .u8(control)
    .u8(data.length)
    .octets(data.map((octet) => octet + OFFSET))
    .finish();
  return new OctetWriter()
    .octets(new Uint8Array(leadBytes).fill(LEAD))
    .octets(frame)
    .u8(sum(frame, 0, frame.length))
    .u8(END)
    .finish();
}
