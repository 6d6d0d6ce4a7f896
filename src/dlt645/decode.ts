import { FrameError } from '../octets';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import type { DecodedContent, DecodedFrame } from './decoded-frame';
import { type Frame, parseFrame } from './frame';
import { functionType } from './functions';
import { describeIdentifier, identifierNumber } from './identifier';
import { REGISTERS, type RegisterTable, type Standard } from './registers';
import { decodeNumber } from './value';
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
  const frame = input instanceof Uint8Array ? parseFrame(input) : input;
  const table = options.registers ?? REGISTERS[options.standard ?? '2007'];
  const answer = decodeNumberAnswer(frame, table);
  if (answer !== undefined) return answer;
  const type = functionType(table.standard, frame.function);
  return { ...head(frame, type), ...decodeContent(frame, type, table) };
}

/** The commonest answer, a single number, without what the others need: this is the hot path. */
function decodeNumberAnswer(frame: Frame, table: RegisterTable): DecodedFrame | undefined {
  const { data } = frame;
  const from = table.diOctets;
  if (frame.control !== READ_ANSWER[table.standard] || data.length <= from) return undefined;
  const register = table.find(identifierNumber(table, data));
  if (register === undefined || register.layout.kind !== 'value') return undefined;
  const { format } = register.layout;
  if (format.kind !== 'number' || data.length - from !== format.octets) return undefined;
  return {
    type: 'read',
    leadBytes: frame.leadBytes,
    address: frame.address,
    control: frame.control,
    function: frame.function,
    response: true,
    error: false,
    followOn: false,
    length: data.length,
    data: asSent(data),
    di: register.di,
    name: register.name,
    nameZh: register.nameZh,
    unit: register.unit,
    signed: register.signed,
    value: decodeNumber(format, data, from, data.length),
  };
}

/** The control code of a read answer with nothing to follow. */
const READ_ANSWER: Readonly<Record<Standard, number>> = { '2007': 0x91, '1997': 0x81 };

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
    const { code, offset, message } = error;
    return { ...identity, fault: { code, offset, message } };
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
