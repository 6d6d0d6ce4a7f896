import { decodeApdu } from '../dlms';
import { FrameStream, type FrameStreamOptions, type StreamItem } from '../framing';
import { FrameError } from '../octets';
import type { FrameKind } from './explanation';

/** What is found among octets; data only come out of other frames. */
export type FoundKind = Exclude<FrameKind, 'data'>;

/** A frame among other octets. */
export interface LocatedFrame {
  readonly kind: FoundKind;
  /** Where it begins. */
  readonly offset: number;
  readonly octets: Uint8Array;
}

/** The frames of every kind, in order. */
export function locateFrames(octets: Uint8Array): readonly LocatedFrame[] {
  const items = itemsOf(octets);
  const located = locate(items, octets);
  // A stream does not look for every APDU: some are too like anything else. Alone, they can be told.
  const whole = located.length < items.length && isApdu(octets);
  return whole ? [{ kind: 'apdu', offset: 0, octets }] : located;
}

/** The frames of one kind, in order. */
export function locateFramesOf(kind: FoundKind, octets: Uint8Array): readonly LocatedFrame[] {
  const items = itemsOf(octets, [kind === 'dlt645' ? 'dlt645' : 'dlms']);
  return locate(items, octets).filter((frame) => frame.kind === kind);
}

/** The octets that are in none of the frames, put together. */
export function octetsBeside(frames: readonly LocatedFrame[], octets: Uint8Array): Uint8Array {
  const gaps: Uint8Array[] = [];
  let end = 0;
  for (const { offset, octets: frame } of frames) {
    gaps.push(octets.subarray(end, offset));
    end = offset + frame.length;
  }
  gaps.push(octets.subarray(end));
  return new Uint8Array(Buffer.concat(gaps));
}

function itemsOf(
  octets: Uint8Array,
  protocols: FrameStreamOptions['protocols'] = ['dlt645', 'dlms', 'heartbeat'],
): readonly StreamItem[] {
  const stream = new FrameStream({ protocols });
  return [...stream.push(octets), ...stream.expire()];
}

/** A stream says what it found, not where. */
function locate(items: readonly StreamItem[], octets: Uint8Array): LocatedFrame[] {
  const frames: LocatedFrame[] = [];
  let searched = 0;
  for (const { kind, octets: found } of items) {
    if (kind !== 'unknown') {
      // One flag may close an HDLC frame and open the next.
      const from = kind === 'hdlc' ? Math.max(0, searched - 1) : searched;
      const offset = indexOf(octets, found, from);
      frames.push({ kind, offset, octets: found });
      searched = offset;
    }
    searched += found.length;
  }
  return frames;
}

function indexOf(octets: Uint8Array, part: Uint8Array, from: number): number {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).indexOf(part, from);
}

function isApdu(octets: Uint8Array): boolean {
  try {
    decodeApdu(octets, { lenient: true });
    return true;
  } catch (error) {
    if (error instanceof FrameError) return false;
    throw error;
  }
}
