import { decodeWrapper } from '../dlms';
import { parseHdlcFrames, SegmentJoiner } from '../dlms/hdlc';
import { parseFrame } from '../dlt645';
import { frameEnd, splitFrame } from '../dlt645/frame';
import { FrameStream, type StreamItem } from '../framing';
import { FrameError } from '../octets';
import { contentOfApduOctets } from './apdu';
import { type Content, together, unjudgeable } from './content';
import { contentOfFrame } from './dlt645';

const DLT645_START = 0x68;

/**
 * What octets would do to the meter that gets them: frames of any protocol, several, and other octets between
 * them. A DL/T 645 frame counts also where it stands inside another one, because a meter that knows nothing
 * else finds it there.
 */
export function contentOfOctets(octets: Uint8Array): Content {
  const stream = new FrameStream();
  const items = [...stream.push(octets), ...stream.expire()];
  const contents = items.map(contentOfItem);
  const isOneFrame = items.length === 1 && items[0]?.kind === 'dlt645';
  return together(isOneFrame ? contents : [...contents, ...embeddedFrames(octets)]);
}

function contentOfItem({ kind, octets }: StreamItem): Content {
  switch (kind) {
    case 'dlt645':
      return contentOfFrame(parseFrame(octets));
    case 'wrapper':
      return contentOfApduOctets(decodeWrapper(octets).payload);
    case 'apdu':
      return contentOfApduOctets(octets);
    case 'hdlc':
      return contentOfHdlc(octets);
    case 'heartbeat':
      return { effect: 'read', what: 'a heartbeat' };
    case 'unknown':
      return contentOfApduOctets(octets);
  }
}

/** An APDU in several frames is judged where all of them are there. */
function contentOfHdlc(octets: Uint8Array): Content {
  const joiner = new SegmentJoiner();
  const contents: Content[] = [];
  let isWhole = true;
  try {
    for (const frame of parseHdlcFrames(octets)) {
      const { kind } = frame.control;
      if (kind !== 'I' && kind !== 'UI') {
        contents.push({ effect: 'read', what: `HDLC ${kind}` });
        continue;
      }
      const apdu = joiner.add(frame);
      isWhole = apdu !== undefined;
      if (apdu) contents.push(contentOfApduOctets(apdu));
    }
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return unjudgeable(`HDLC that cannot be read (${error.message})`);
  }
  return isWhole ? together(contents) : unjudgeable('a segment of an APDU');
}

function embeddedFrames(octets: Uint8Array): Content[] {
  const contents: Content[] = [];
  for (let at = octets.indexOf(DLT645_START); at >= 0; at = octets.indexOf(DLT645_START, at + 1)) {
    if (frameEnd(octets, at) > 0) contents.push(contentOfFrame(splitFrame(octets, at, 0)));
  }
  return contents;
}
