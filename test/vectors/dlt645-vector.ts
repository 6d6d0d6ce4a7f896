import { decodeFrame, parseFrame, type Standard } from '../../src/dlt645';
import { FrameStream, type StreamItem } from '../../src/framing';
import { FrameError, fromHex, toHex } from '../../src/octets';

/** What a vector of DL/T 645 has beside its expectation. */
export interface Dlt645Vector {
  readonly hex: string;
  readonly standard: Standard;
  readonly expect: Readonly<Record<string, unknown>>;
}

/**
 * What the library makes of a vector: the decoded frame, or the frames of a stream.
 * @throws FrameError where the decoder refuses.
 */
export function decodeDlt645Vector({ hex, standard, expect }: Dlt645Vector): unknown {
  const octets = fromHex(hex);
  if ('frames' in expect) return decodeStream(octets);
  const frame = decodeFrame(octets, { standard });
  if (expect['type'] !== 'error' || frame.fault === undefined) return frame;
  throw new FrameError(frame.fault.code, frame.fault.message, octets, frame.fault.offset);
}

/** The frames found in order, without lead octets, and why the first of the other octets are no frame. */
function decodeStream(octets: Uint8Array) {
  const stream = new FrameStream({ protocols: ['dlt645'] });
  const items = [...stream.push(octets), ...stream.expire()];
  return {
    frames: items.filter(({ kind }) => kind === 'dlt645').map(withoutLead),
    reject: items.filter(({ kind }) => kind !== 'dlt645').map(rejection)[0],
  };
}

function withoutLead({ octets }: StreamItem): string {
  return toHex(octets)
    .toUpperCase()
    .replace(/^(?:FE)+/, '')
    .replace(/..(?=.)/g, '$& ');
}

function rejection({ octets }: StreamItem): string | undefined {
  try {
    parseFrame(octets.subarray(Math.max(0, octets.indexOf(0x68))));
    return undefined;
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return error.code;
  }
}
