import type { AxdrReader, AxdrWriter } from '../../axdr';
import type { Decipher } from '../../envelope';
import { type Fields, oneOctet, readContents, readFields, writeElement } from './ber';
import {
  type ReleaseRequestReason,
  type ReleaseResponseReason,
  releaseRequestReasons,
  releaseResponseReasons,
} from './names';
import {
  readUserInformation,
  USER_INFORMATION,
  type UserInformation,
  writeUserInformation,
} from './user-information';

/** RLRQ: the end of an association, asked for. */
export interface Rlrq extends UserInformation {
  readonly type: 'rlrq';
  readonly reason: ReleaseRequestReason | null;
}

/** RLRE: the end of an association, granted. */
export interface Rlre extends UserInformation {
  readonly type: 'rlre';
  readonly reason: ReleaseResponseReason | null;
}

const REASON = 0x80;

export function readRlrq(reader: AxdrReader, decipher?: Decipher): Rlrq {
  const fields = readFields(readContents(reader), USER_INFORMATION);
  const reason = readReason(fields);
  return {
    type: 'rlrq',
    reason: reason === null ? null : releaseRequestReasons.name(reason),
    ...readUserInformation(fields.get(USER_INFORMATION), undefined, decipher),
  };
}

/** The contents of an RLRQ, without its tag and length. */
export function writeRlrq(writer: AxdrWriter, { reason, ...information }: Rlrq): void {
  writeReason(writer, reason === null ? null : releaseRequestReasons.value(reason));
  writeUserInformation(writer, information);
}

export function readRlre(reader: AxdrReader, decipher?: Decipher): Rlre {
  const fields = readFields(readContents(reader), USER_INFORMATION);
  const reason = readReason(fields);
  return {
    type: 'rlre',
    reason: reason === null ? null : releaseResponseReasons.name(reason),
    ...readUserInformation(fields.get(USER_INFORMATION), undefined, decipher),
  };
}

/** The contents of an RLRE, without its tag and length. */
export function writeRlre(writer: AxdrWriter, { reason, ...information }: Rlre): void {
  writeReason(writer, reason === null ? null : releaseResponseReasons.value(reason));
  writeUserInformation(writer, information);
}

function readReason(fields: Fields): number | null {
  const field = fields.get(REASON);
  if (field === undefined) return null;
  const reason = field.u8();
  field.expectEnd();
  return reason;
}

function writeReason(writer: AxdrWriter, reason: number | null): void {
  if (reason !== null) writeElement(writer, REASON, oneOctet(reason));
}
