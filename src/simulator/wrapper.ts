/** A wrapper frame (IEC 62056-47): version 1, source and destination wPort, length, payload. */
export interface WrapperFrame {
  readonly octets: Uint8Array;
  readonly source: number;
  readonly destination: number;
  readonly apdu: Uint8Array;
}

const HEADER = 8;
/** No request to a meter is longer; a longer one is taken for noise. */
const LONGEST_PAYLOAD = 4096;

export function wrap(source: number, destination: number, apdu: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(HEADER + apdu.length);
  frame.writeUInt16BE(1, 0);
  frame.writeUInt16BE(source, 2);
  frame.writeUInt16BE(destination, 4);
  frame.writeUInt16BE(apdu.length, 6);
  frame.set(apdu, HEADER);
  return frame;
}

/** The whole frames in `input`, and what may yet become one. Octets that start no frame are skipped. */
export function splitWrapper(input: Uint8Array): { frames: WrapperFrame[]; rest: Uint8Array } {
  const buffer = Buffer.from(input.buffer, input.byteOffset, input.length);
  const frames: WrapperFrame[] = [];
  let at = 0;
  while (buffer.length - at >= HEADER) {
    const length = buffer.readUInt16BE(at + 6);
    if (buffer.readUInt16BE(at) !== 1 || length > LONGEST_PAYLOAD) {
      at += 1;
      continue;
    }
    const end = at + HEADER + length;
    if (end > buffer.length) break;
    frames.push({
      octets: buffer.subarray(at, end),
      source: buffer.readUInt16BE(at + 2),
      destination: buffer.readUInt16BE(at + 4),
      apdu: buffer.subarray(at + HEADER, end),
    });
    at = end;
  }
  return { frames, rest: buffer.subarray(at) };
}
