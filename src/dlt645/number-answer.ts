import { readAddress } from './address';
import type { DecodedFrame } from './decoded-frame';
import { CONTROL, copyData, FUNCTION, LENGTH } from './frame';
import { identifierNumber } from './identifier';
import type { RegisterTable } from './registers';
import { decodeNumber } from './value';
import { asSent } from './wire';

/** The control codes of a read answer with nothing to follow. */
const READ_ANSWER_2007 = 0x91;
const READ_ANSWER_1997 = 0x81;

/** The data field of the frame at hand; nothing of it is kept from one frame to the next. */
const data = new Uint8Array(0xff);

/**
 * The commonest frame by far, a read answer with a single number, decoded without the steps that others
 * need; undefined for any other frame. The result is the same as theirs. The frame is a checked one whose
 * first 68H is at `start`.
 */
export function decodeNumberAnswer(
  octets: Uint8Array,
  start: number,
  leadBytes: number,
  table: RegisterTable,
): DecodedFrame | undefined {
  const control = octets[start + CONTROL] as number;
  const length = octets[start + LENGTH] as number;
  const from = table.diOctets;
  const readAnswer = table.standard === '2007' ? READ_ANSWER_2007 : READ_ANSWER_1997;
  if (control !== readAnswer || length <= from) return undefined;
  copyData(octets, start, data);
  const register = table.find(identifierNumber(table, data));
  if (register?.layout.kind !== 'value') return undefined;
  const { format } = register.layout;
  if (format.kind !== 'number' || format.octets !== length - from) return undefined;
  return {
    type: 'read',
    leadBytes,
    address: readAddress(octets, start + 1),
    control,
    function: control & FUNCTION,
    response: true,
    error: false,
    followOn: false,
    length,
    data: asSent(data, 0, length),
    di: register.di,
    name: register.name,
    nameZh: register.nameZh,
    unit: register.unit,
    signed: register.signed,
    value: decodeNumber(format, data, from, length),
  };
}
