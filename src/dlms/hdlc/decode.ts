import { toHex } from '../../octets';
import { encodeAddress } from './address';
import { encodeControl } from './control';
import { parseHdlcFrames } from './frame';
import { joinSegments } from './segments';

/** A frame in plain values: octets as lower-case hex, the control field as a number beside its name. */
export interface DecodedHdlcFrame {
  readonly destination: string;
  readonly source: string;
  readonly control: number;
  readonly kind: string;
  readonly segmented: boolean;
  readonly information: string;
  /** Always true: a frame with a wrong check sequence is refused. */
  readonly fcsValid: true;
}

export interface DecodedHdlc {
  readonly type: 'hdlc';
  readonly frames: readonly DecodedHdlcFrame[];
  /** The APDUs inside as hex, segments joined, LLC headers taken off; one whose end is missing left out. */
  readonly apdus: readonly string[];
}

/** HDLC frames, one after another, in plain values. @throws FrameError as `parseHdlcFrames` does. */
export function decodeHdlc(octets: Uint8Array): DecodedHdlc {
  const frames = parseHdlcFrames(octets);
  return {
    type: 'hdlc',
    frames: frames.map((frame) => ({
      destination: toHex(encodeAddress(frame.destination)),
      source: toHex(encodeAddress(frame.source)),
      control: encodeControl(frame.control),
      kind: frame.control.kind,
      segmented: frame.segmented,
      information: toHex(frame.information),
      fcsValid: true,
    })),
    apdus: joinSegments(frames).map(toHex),
  };
}
