import { FrameError } from '../../octets';
import type { HdlcFrame } from './frame';

/** LLC header in front of a message from client to server (IEC 62056-46, 5.3.2). */
export const LLC_COMMAND: Uint8Array = Uint8Array.of(0xe6, 0xe6, 0x00);
/** LLC header in front of a message from server to client. */
export const LLC_RESPONSE: Uint8Array = Uint8Array.of(0xe6, 0xe7, 0x00);

/** The largest message that is put together: the largest PDU that can be negotiated, and the LLC header. */
const LARGEST_MESSAGE = 0xffff + LLC_COMMAND.length;

/** Puts the segments of messages together, in the order in which their frames come. */
export class SegmentJoiner {
  #segments: Uint8Array[] = [];
  #length = 0;

  /**
   * The APDU that this frame completes; undefined while more segments follow.
   * @throws FrameError `length` where the message grows beyond any PDU; what was gathered is dropped.
   */
  add(frame: HdlcFrame): Uint8Array | undefined {
    this.#length += frame.information.length;
    if (this.#length > LARGEST_MESSAGE) {
      this.clear();
      throw new FrameError('length', 'the segments exceed any PDU', frame.information);
    }
    this.#segments.push(frame.information);
    if (frame.segmented) return undefined;
    const message = this.joined();
    this.clear();
    return withoutLlc(message);
  }

  clear(): void {
    this.#segments = [];
    this.#length = 0;
  }

  private joined(): Uint8Array {
    const message = new Uint8Array(this.#length);
    let at = 0;
    for (const segment of this.#segments) {
      message.set(segment, at);
      at += segment.length;
    }
    return message;
  }
}

/**
 * The whole APDUs that frames carry (I and UI), segments joined and LLC headers taken off. Some meters write
 * the header on the first of several frames only. A message whose end is missing is left out.
 */
export function joinSegments(frames: readonly HdlcFrame[]): Uint8Array[] {
  const joiner = new SegmentJoiner();
  const apdus: Uint8Array[] = [];
  for (const frame of frames) {
    if (frame.control.kind !== 'I' && frame.control.kind !== 'UI') continue;
    const apdu = joiner.add(frame);
    if (apdu) apdus.push(apdu);
  }
  return apdus;
}

function withoutLlc(message: Uint8Array): Uint8Array {
  const header =
    message.length >= LLC_COMMAND.length &&
    message[0] === LLC_COMMAND[0] &&
    (message[1] === LLC_COMMAND[1] || message[1] === LLC_RESPONSE[1]);
  return header ? message.subarray(LLC_COMMAND.length) : message;
}
