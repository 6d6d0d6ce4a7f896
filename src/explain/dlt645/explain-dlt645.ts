import { AxdrReader } from '../../dlms/axdr';
import { type DecodedFrame, decodeFrame, parseFrame, type Standard } from '../../dlt645';
import { functionType } from '../../dlt645/functions';
import { FrameError } from '../../octets';
import type { Explanation } from '../explanation';
import { leaf, octets, type Part, sequence, u8 } from '../parts';
import { Walk, walkThrough } from '../walk';
import { octetCount, words } from '../wording';
import { dataField } from './content';
import { summaryOf } from './summary';
import { FUNCTION_NAMES } from './terms';

const OFFSET = 0x33;
/** Octets from the first 68H to the data field. */
const HEADER = 10;
const READ_ANSWER: Readonly<Record<Standard, number>> = { '2007': 0x91, '1997': 0x81 };

/**
 * A DL/T 645 frame explained, 2007 or 1997 by its function.
 * @throws FrameError where it is no whole frame.
 */
export function explainDlt645(frame: Uint8Array): Explanation {
  const standard = standardOf(parseFrame(frame).function);
  const decoded = decodeFrame(frame, { standard });
  const plain = withoutOffset(frame, decoded);
  const walk = new Walk(new AxdrReader(plain), frame);
  walkThrough(walk, frameOf(decoded, standard));
  const fault = faultOf(decoded, frame);
  return {
    kind: 'dlt645',
    summary: summaryOf(decoded, standard),
    fields: walk.fields,
    notes: [],
    inside: [],
    decoded: { standard, ...decoded },
    ...(fault && { fault }),
  };
}

/** Functions that only 1997 has tell it; all others are taken as 2007. */
function standardOf(code: number): Standard {
  const only1997 =
    functionType('2007', code) === 'vendor' && functionType('1997', code) !== 'vendor';
  return only1997 ? '1997' : '2007';
}

/** The frame with its data field as it was before the sender added 33H to each octet. */
function withoutOffset(frame: Uint8Array, { leadBytes, length }: DecodedFrame): Uint8Array {
  const start = leadBytes + HEADER;
  return frame.map((octet, at) => (at >= start && at < start + length ? octet - OFFSET : octet));
}

function frameOf(frame: DecodedFrame, standard: Standard): Part {
  const { leadBytes, address, length } = frame;
  const written = writtenOf(frame, standard);
  return sequence(
    ...(leadBytes > 0 ? [leaf('lead octets', octets(leadBytes), () => 'wake the meter')] : []),
    leaf('start', u8, () => ''),
    leaf('address', octets(6), () => addressText(address)),
    leaf('start', u8, () => ''),
    leaf('control code', u8, (code) => `${hex(code)}: ${controlText(frame)}`),
    leaf('length', u8, () => lengthText(length)),
    (walk) => dataField({ frame, standard, written })(walk.part(length)),
    leaf('checksum', u8, () => 'sum of all octets from the first 68H, modulo 256'),
    leaf('end', u8, () => ''),
  );
}

function addressText(address: string): string {
  if (address === '999999999999') return `${address}, every meter`;
  return address.startsWith('AA') ? `${address}, any meter that it fits` : address;
}

function controlText({ type, response, error, followOn }: DecodedFrame): string {
  const direction = response ? (error ? 'refusal' : 'answer') : 'request';
  return words(`${direction}, ${FUNCTION_NAMES[type]}`, followOn && 'more follows');
}

function lengthText(length: number): string {
  return length === 0 ? 'no data' : `${octetCount({ length })} of data, 33H added to each`;
}

/** What a request writes, as an answer to reading it would be decoded. */
function writtenOf(frame: DecodedFrame, standard: Standard): DecodedFrame | undefined {
  const { type, response, fault, di, dataHex } = frame;
  if (type !== 'write' || response || fault || di === undefined || !dataHex) return undefined;
  const identifier = Buffer.from(di, 'hex').reverse();
  return decodeFrame(
    {
      ...frame,
      control: READ_ANSWER[standard],
      function: READ_ANSWER[standard] & 0x1f,
      response: true,
      data: new Uint8Array(Buffer.concat([identifier, Buffer.from(dataHex, 'hex')])),
    },
    { standard },
  );
}

function faultOf({ fault, leadBytes }: DecodedFrame, frame: Uint8Array): FrameError | undefined {
  return (
    fault && new FrameError(fault.code, fault.message, frame, leadBytes + HEADER + fault.offset)
  );
}

function hex(octet: number): string {
  return `${octet.toString(16).toUpperCase().padStart(2, '0')}H`;
}
