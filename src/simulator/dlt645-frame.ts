import { fromHex, toHex } from '../octets/hex';

/** A DL/T 645 frame as a meter hears it; `address` most significant digit first, `data` free of the 33H offset. */
export interface Dlt645Frame {
  readonly octets: Uint8Array;
  readonly address: string;
  readonly control: number;
  readonly data: Uint8Array;
}

/** An address, identifier or number as printed, in hex digits, turned into octets, low octet first. */
export function wireOrder(digits: string): Uint8Array {
  return fromHex(digits).reverse();
}

/** Octets that came low octet first as they are printed, in lower-case hex digits. */
export function printed(octets: Uint8Array): string {
  return toHex(Uint8Array.from(octets).reverse());
}

const START = 0x68;
const END = 0x16;
const OFFSET = 0x33;
/** Start, six address octets, start, control, length; then data, checksum, end. */
const HEADER = 10;
const OVERHEAD = 12;

export function dlt645Frame(address: string, control: number, data: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(OVERHEAD + data.length);
  frame[0] = START;
  frame.set(wireOrder(address), 1);
  frame[7] = START;
  frame[8] = control;
  frame[9] = data.length;
  frame.set(
    data.map((octet) => octet + OFFSET),
    HEADER,
  );
  frame[HEADER + data.length] = sum(frame.subarray(0, HEADER + data.length));
  frame[HEADER + data.length + 1] = END;
  return frame;
}

/** The whole, intact frames in `input`, and what may yet become one. */
export function splitDlt645(input: Uint8Array): { frames: Dlt645Frame[]; rest: Uint8Array } {
  const frames: Dlt645Frame[] = [];
  let at = 0;
  while (at < input.length) {
    const length = frameLength(input.subarray(at));
    if (length === undefined) break;
    const octets = input.subarray(at, at + length);
    if (length > 0 && isIntact(octets)) {
      frames.push(readFrame(octets));
      at += length;
    } else {
      at += 1;
    }
  }
  return { frames, rest: input.subarray(at) };
}

/** How long the frame is that begins here: 0 where none does, undefined while it is not all there. */
function frameLength(input: Uint8Array): number | undefined {
  if (input[0] !== START) return 0;
  if (input.length > 7 && input[7] !== START) return 0;
  const length = OVERHEAD + (input[9] ?? 0);
  return input.length < length ? undefined : length;
}

function isIntact(octets: Uint8Array): boolean {
  const checked = octets.length - 2;
  return octets[checked] === sum(octets.subarray(0, checked)) && octets[checked + 1] === END;
}

function readFrame(octets: Uint8Array): Dlt645Frame {
  return {
    octets,
    address: printed(octets.subarray(1, 7)),
    control: octets[8] ?? 0,
    data: octets.subarray(HEADER, -2).map((octet) => octet - OFFSET),
  };
}

function sum(octets: Uint8Array): number {
  return octets.reduce((total, octet) => (total + octet) & 0xff, 0);
}
