import { crc16X25, type FrameErrorCode, OctetReader, OctetWriter } from '../../octets';
import { encodeAddress, type HdlcAddress, readAddress } from './address';
import { decodeControl, encodeControl, type HdlcControl } from './control';

/** A frame of format type 3 (IEC 62056-46, 6.4), its check sequences already verified. */
export interface HdlcFrame {
  readonly destination: HdlcAddress;
  readonly source: HdlcAddress;
  readonly control: HdlcControl;
  /** More segments of the same message follow. */
  readonly segmented: boolean;
  /** What the frame carries, with the LLC header if it has one; empty for most commands. */
  readonly information: Uint8Array;
}

/** Opens and closes every frame; one flag may do both between two frames. */
export const HDLC_FLAG = 0x7e;
const FORMAT_TYPE_3 = 0xa000;
const FORMAT_TYPE_MASK = 0xf000;
const SEGMENTATION = 0x0800;
const LENGTH_MASK = 0x07ff;
const FCS_SIZE = 2;

/**
 * One frame with its flags.
 * @throws FrameError `start` without flag or format type 3, `checksum` where HCS or FCS is wrong, `length`,
 * `tag` for a control field that DLMS does not have, `end` for what follows the closing flag.
 */
export function parseHdlcFrame(octets: Uint8Array): HdlcFrame {
  const reader = new OctetReader(octets);
  reader.expect(HDLC_FLAG, 'start');
  const frame = readBetweenFlags(reader);
  reader.expect(HDLC_FLAG, 'end');
  reader.expectEnd();
  return frame;
}

/**
 * Every frame of `octets`. Between two frames there may be one flag or many.
 * @throws FrameError as `parseHdlcFrame` does.
 */
export function parseHdlcFrames(octets: Uint8Array): HdlcFrame[] {
  const reader = new OctetReader(octets);
  const frames: HdlcFrame[] = [];
  skipFlags(reader, 'start');
  do {
    frames.push(readBetweenFlags(reader));
    skipFlags(reader, 'end');
  } while (reader.remaining > 0);
  return frames;
}

function skipFlags(reader: OctetReader, missing: FrameErrorCode): void {
  reader.expect(HDLC_FLAG, missing);
  while (reader.remaining > 0 && reader.peek() === HDLC_FLAG) reader.skip(1);
}

function readBetweenFlags(reader: OctetReader): HdlcFrame {
  const start = reader.position;
  const format = reader.u16();
  if ((format & FORMAT_TYPE_MASK) !== FORMAT_TYPE_3) {
    reader.fail('start', 'not HDLC frame format type 3', start);
  }
  const end = start + (format & LENGTH_MASK);
  if (end > reader.end) reader.fail('truncated', 'the frame is longer than the octets', start);

  const body = new OctetReader(reader.octets, reader.position, end);
  const destination = readAddress(body);
  const source = readAddress(body);
  const control = readControl(body);
  if (body.remaining > FCS_SIZE) checkSequence(body, start, 'HCS');
  if (body.remaining < FCS_SIZE) body.fail('length', 'no room for the check sequence', start);
  const information = body.take(body.remaining - FCS_SIZE);
  checkSequence(body, start, 'FCS');
  reader.position = end;
  return { destination, source, control, segmented: (format & SEGMENTATION) !== 0, information };
}

function readControl(reader: OctetReader): HdlcControl {
  const offset = reader.position;
  const octet = reader.u8();
  return decodeControl(octet) ?? reader.fail('tag', `no frame has control field ${octet}`, offset);
}

function checkSequence(reader: OctetReader, start: number, name: string): void {
  const offset = reader.position;
  const expected = crc16X25(reader.octets, start, offset);
  const found = reader.u8() | (reader.u8() << 8);
  if (found !== expected) reader.fail('checksum', `the ${name} is wrong`, offset);
}

/**
 * The frame with flags, HCS where there is information, and FCS.
 * @throws RangeError where an address or the information does not fit.
 */
export function encodeHdlcFrame(frame: HdlcFrame): Uint8Array {
  const destination = encodeAddress(frame.destination);
  const source = encodeAddress(frame.source);
  const carries = frame.information.length;
  const header = 2 + destination.length + source.length + 1;
  const length = header + (carries > 0 ? FCS_SIZE + carries : 0) + FCS_SIZE;
  if (length > LENGTH_MASK)
    throw new RangeError(`${carries} octets are too many for one HDLC frame`);

  const writer = new OctetWriter()
    .u8(HDLC_FLAG)
    .u16(FORMAT_TYPE_3 | (frame.segmented ? SEGMENTATION : 0) | length)
    .octets(destination)
    .octets(source)
    .u8(encodeControl(frame.control));
  if (carries > 0) writeCheckSequence(writer).octets(frame.information);
  return writeCheckSequence(writer).u8(HDLC_FLAG).finish();
}

function writeCheckSequence(writer: OctetWriter): OctetWriter {
  const sequence = crc16X25(writer.finish(), 1);
  return writer.u8(sequence & 0xff).u8(sequence >>> 8);
}
