import { toHex } from '../../octets';
import { Recent } from '../../recent/recent';
import { encodeAddress } from '../hdlc/address';
import { HDLC_FLAG, type HdlcFrame, parseHdlcFrames } from '../hdlc/frame';
import { LLC_COMMAND, SegmentJoiner } from '../hdlc/segments';
import { decodeWrapper, type Wpdu } from '../wrapper';

/** The octets of an APDU, and what the frame around it says. */
export interface FramedApdu {
  readonly octets: Uint8Array;
  /** wPorts of a wrapper frame. */
  readonly wrapper?: Pick<Wpdu, 'source' | 'destination'>;
  /** Addresses of an HDLC frame as on the wire, lower-case hex. */
  readonly hdlc?: HdlcAddresses;
}

export interface HdlcAddresses {
  readonly destination: string;
  readonly source: string;
}

const WRAPPER_START = 0x00;
const WRAPPER_HEADER = 8;
const LENGTH_AT = 6;
/** Conversations whose segments are kept apart, each of at most one PDU. */
const MAX_CONVERSATIONS = 1_000;

/** Takes frames off APDUs; HDLC segments wait for the others of the same link and addresses. */
export class Unframer {
  readonly #joiners = new Recent<SegmentJoiner>(MAX_CONVERSATIONS);

  /**
   * The APDUs that are whole with these octets: wrapper frames, HDLC frames, or one bare APDU. None begins
   * with 00H or 7EH, and every frame does.
   * @throws FrameError as `decodeWrapper`, `parseHdlcFrames` and `SegmentJoiner` do.
   */
  apdusIn(octets: Uint8Array, link: string): readonly FramedApdu[] {
    switch (octets[0]) {
      case HDLC_FLAG:
        return parseHdlcFrames(octets).flatMap((frame) => this.fromHdlc(frame, link));
      case WRAPPER_START:
        return wrapperFrames(octets).map(({ source, destination, payload }) => ({
          octets: payload,
          wrapper: { source, destination },
        }));
      default:
        return [{ octets }];
    }
  }

  private fromHdlc(frame: HdlcFrame, link: string): FramedApdu[] {
    const { control, information } = frame;
    if (control.kind !== 'I' && control.kind !== 'UI') return [];
    const hdlc = {
      destination: toHex(encodeAddress(frame.destination)),
      source: toHex(encodeAddress(frame.source)),
    };
    const joiner = this.joinerOf(`${link} ${hdlc.source} ${hdlc.destination}`);
    // Whatever came before and was never finished does not belong to a message that begins here.
    if (beginsMessage(information)) joiner.clear();
    const octets = joiner.add(frame);
    return octets ? [{ octets, hdlc }] : [];
  }

  private joinerOf(conversation: string): SegmentJoiner {
    const joiner = this.#joiners.get(conversation) ?? new SegmentJoiner();
    this.#joiners.set(conversation, joiner);
    return joiner;
  }
}

function beginsMessage(information: Uint8Array): boolean {
  return information[0] === LLC_COMMAND[0] && information[2] === LLC_COMMAND[2];
}

/** One or more wrapper frames, and nothing else. */
function wrapperFrames(octets: Uint8Array): readonly Wpdu[] {
  const frames: Wpdu[] = [];
  let at = 0;
  do {
    const [high = 0, low = 0] = octets.subarray(at + LENGTH_AT);
    const end = at + WRAPPER_HEADER + (high << 8) + low;
    frames.push(decodeWrapper(octets.subarray(at, end)));
    at = end;
  } while (at < octets.length);
  return frames;
}
