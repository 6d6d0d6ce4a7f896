import { FrameError } from '../octets';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import type { DecodedContent, DecodedFrame } from './decoded-frame';
import { checkFrame, type Frame, frameEnd, skipLeadBytes, splitFrame } from './frame';
import { functionType } from './functions';
import { describeIdentifier } from './identifier';
import { decodeNumberAnswer } from './number-answer';
import { type RegisterTable, registersOf, type Standard } from './registers';
import { asSent } from './wire';

export interface DecodeOptions {
  /** 2007 by default. The two cannot be told apart by the octets alone. */
  readonly standard?: Standard;
  /** A meter model's own registers; those of the standard by default. */
  readonly registers?: RegisterTable;
}

/**
 * A frame, request or answer, with all that its data say. Where the frame is whole but its data are not
 * what they should be, `fault` says so and `data` has the octets.
 * @throws FrameError where it is no whole frame: `truncated`, `start`, `checksum` or `end`.
 */
export function decodeFrame(input: Uint8Array | Frame, options: DecodeOptions = {}): DecodedFrame {
  const table = options.registers ?? registersOf(options.standard);
  if (!(input instanceof Uint8Array)) return decodeParsed(input, table);
  const start = checkFrame(input);
  return decodeChecked(input, start, start, table);
}

/** What is found in octets that may hold several frames and other things. */
export interface DecodedFrames {
  readonly frames: readonly DecodedFrame[];
  /** Octets that belong to no frame, one after another. */
  readonly discarded: Uint8Array;
}

/**
 * All the frames in a buffer, in order. A false start costs one octet, never the length that it claims.
 * Whoever receives octets piece by piece has a FrameStream for them.
 */
export function decodeFrames(octets: Uint8Array, options: DecodeOptions = {}): DecodedFrames {
  const table = options.registers ?? registersOf(options.standard);
  const frames: DecodedFrame[] = [];
  const discarded: Uint8Array[] = [];
  let kept = 0;
  for (let at = 0; at < octets.length; ) {
    const start = skipLeadBytes(octets, at);
    const end = frameEnd(octets, start);
    if (end > 0) {
      if (at > kept) discarded.push(octets.subarray(kept, at));
      frames.push(decodeChecked(octets, start, start - at, table));
      kept = end;
    }
    at = end || start + 1;
  }
  return {
    frames,
    discarded: new Uint8Array(Buffer.concat([...discarded, octets.subarray(kept)])),
  };
}

function decodeChecked(
  octets: Uint8Array,
  start: number,
  leadBytes: number,
  table: RegisterTable,
): DecodedFrame {
  return (
    decodeNumberAnswer(octets, start, leadBytes, table) ??
    decodeParsed(splitFrame(octets, start, leadBytes), table)
  );
}

function decodeParsed(frame: Frame, table: RegisterTable): DecodedFrame {
  const type = functionType(table.standard, frame.function);
  return { ...head(frame, type), ...decodeContent(frame, type, table) };
}

function head(frame: Frame, type: DecodedFrame['type']): DecodedFrame {
  const { data, ...rest } = frame;
  return { type, ...rest, length: data.length, data: asSent(data) };
}

/** What can be said of the data field: of what it is about even where the rest is at fault. */
function decodeContent(
  frame: Frame,
  type: DecodedFrame['type'],
  table: RegisterTable,
): DecodedContent {
  const identity = carriesIdentifier(frame, type, table)
    ? describeIdentifier(table, frame.data)
    : {};
  try {
    const content = frame.response
      ? decodeResponse(frame, type, table)
      : decodeRequest(frame.data, type, table);
    return { ...identity, ...content };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    const { code, message, offset, hex } = error;
    return { ...identity, fault: { code, message, offset, hex } };
  }
}

function carriesIdentifier(
  { data, response, error }: Frame,
  type: DecodedFrame['type'],
  { standard, diOctets }: RegisterTable,
): boolean {
  if (error || data.length < diOctets) return false;
  if (type === 'read' || type === 're-read' || type === 'read-following') return true;
  if (response) return false;
  return type === 'write' || (type === 'password' && standard === '2007');
}
