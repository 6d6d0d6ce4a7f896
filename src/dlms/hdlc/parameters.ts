import { OctetReader, OctetWriter } from '../../octets';

/**
 * What SNRM proposes and UA agrees (IEC 62056-46, 6.4.4.4.3), as its sender sees it: its own transmissions,
 * its own receptions. Information lengths are in octets, windows in frames.
 */
export interface HdlcParameters {
  readonly maxInformationTransmit: number;
  readonly maxInformationReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
}

/** What holds where nothing else is said. */
export const DEFAULT_PARAMETERS: HdlcParameters = {
  maxInformationTransmit: 128,
  maxInformationReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};

const LONGEST_INFORMATION = 2030;
const LARGEST_WINDOW = 7;
const FORMAT_IDENTIFIER = 0x81;
const PARAMETER_GROUP = 0x80;
const PARAMETERS: ReadonlyMap<number, keyof HdlcParameters> = new Map([
  [0x05, 'maxInformationTransmit'],
  [0x06, 'maxInformationReceive'],
  [0x07, 'windowTransmit'],
  [0x08, 'windowReceive'],
]);

/**
 * The information of a SNRM or UA; defaults stand for what is left out, unknown parameters are passed over.
 * @throws FrameError `tag` for another format, `truncated`, `range` for a parameter of more than 4 octets.
 */
export function decodeParameters(information: Uint8Array): HdlcParameters {
  const parameters = { ...DEFAULT_PARAMETERS };
  if (information.length === 0) return parameters;
  const reader = new OctetReader(information);
  reader.expect(FORMAT_IDENTIFIER, 'tag');
  while (reader.remaining > 0) {
    const group = reader.u8();
    const octets = reader.take(reader.u8());
    if (group === PARAMETER_GROUP) readGroup(new OctetReader(octets), parameters);
  }
  return parameters;
}

function readGroup(
  reader: OctetReader,
  parameters: { -readonly [Name in keyof HdlcParameters]: number },
): void {
  while (reader.remaining > 0) {
    const name = PARAMETERS.get(reader.u8());
    const size = reader.u8();
    if (size > 4) reader.fail('range', `a parameter of ${size} octets`);
    let value = 0;
    for (const octet of reader.take(size)) value = value * 0x100 + octet;
    if (name !== undefined) parameters[name] = value;
  }
}

/**
 * The information of a SNRM or UA, all four parameters written out.
 * @throws RangeError for lengths beyond 2030 octets or windows beyond 7 frames.
 */
export function encodeParameters(parameters: HdlcParameters): Uint8Array {
  const { maxInformationTransmit, maxInformationReceive, windowTransmit, windowReceive } =
    parameters;
  need(maxInformationTransmit, LONGEST_INFORMATION, 'information length');
  need(maxInformationReceive, LONGEST_INFORMATION, 'information length');
  need(windowTransmit, LARGEST_WINDOW, 'window');
  need(windowReceive, LARGEST_WINDOW, 'window');
  const group = new OctetWriter();
  writeInformationLength(group, 0x05, maxInformationTransmit);
  writeInformationLength(group, 0x06, maxInformationReceive);
  group.u8(0x07).u8(4).u32(windowTransmit);
  group.u8(0x08).u8(4).u32(windowReceive);
  return new OctetWriter()
    .u8(FORMAT_IDENTIFIER)
    .u8(PARAMETER_GROUP)
    .u8(group.length)
    .octets(group.finish())
    .finish();
}

function need(value: number, limit: number, name: string): void {
  if (!Number.isInteger(value) || value < 1 || value > limit) {
    throw new RangeError(`an HDLC ${name} is 1 to ${limit}, not ${value}`);
  }
}

function writeInformationLength(writer: OctetWriter, identifier: number, octets: number): void {
  writer.u8(identifier);
  if (octets > 0xff) writer.u8(2).u16(octets);
  else writer.u8(1).u8(octets);
}

/** What holds for us after our proposal was answered: each direction is limited by the stricter side. */
export function agreeParameters(own: HdlcParameters, answer: HdlcParameters): HdlcParameters {
  return {
    maxInformationTransmit: Math.min(own.maxInformationTransmit, answer.maxInformationReceive),
    maxInformationReceive: Math.min(own.maxInformationReceive, answer.maxInformationTransmit),
    windowTransmit: Math.min(own.windowTransmit, answer.windowReceive),
    windowReceive: Math.min(own.windowReceive, answer.windowTransmit),
  };
}
