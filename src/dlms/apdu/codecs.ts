import { type AxdrReader, AxdrWriter } from '../axdr';
import type { Decipher } from '../envelope';
import {
  readAccessRequest,
  readAccessResponse,
  writeAccessRequest,
  writeAccessResponse,
} from './access';
import { readAare, readAarq, writeAare, writeAarq } from './acse/association';
import { readRlre, readRlrq, writeRlre, writeRlrq } from './acse/release';
import {
  readActionRequest,
  readActionResponse,
  writeActionRequest,
  writeActionResponse,
} from './action';
import type { PlainApdu } from './apdu';
import { readBlockTransfer, writeBlockTransfer } from './block-transfer';
import {
  readDataNotification,
  readDataNotificationConfirm,
  writeDataNotification,
  writeDataNotificationConfirm,
} from './data-notification';
import { readEventNotification, writeEventNotification } from './event-notification';
import { readGeneralSigning, writeGeneralSigning } from './general-signing';
import { readGetRequest, readGetResponse, writeGetRequest, writeGetResponse } from './get';
import {
  INITIATE_REQUEST_TAG,
  INITIATE_RESPONSE_TAG,
  readInitiateRequest,
  readInitiateResponse,
  writeInitiateRequest,
  writeInitiateResponse,
} from './initiate';
import {
  CONFIRMED_SERVICE_ERROR_TAG,
  readConfirmedServiceError,
  readExceptionResponse,
  writeExceptionResponse,
  writeServiceFailure,
} from './service-error';
import { readSetRequest, readSetResponse, writeSetRequest, writeSetResponse } from './set';
import {
  readInformationReport,
  readReadRequest,
  readReadResponse,
  readUnconfirmedWriteRequest,
  readWriteRequest,
  readWriteResponse,
  writeInformationReport,
  writeReadRequest,
  writeReadResponse,
  writeVariablesAndValues,
  writeWriteResponse,
} from './short-name';

/**
 * How one type of APDU is read and written behind its tag. `read` throws FrameError where the octets are not
 * so; it leaves the cursor behind the APDU. `write` throws RangeError, TypeError or SyntaxError where a field
 * does not fit.
 */
export interface Codec<Type> {
  readonly tag: number;
  readonly read: (reader: AxdrReader, decipher?: Decipher) => Type;
  readonly write: (writer: AxdrWriter, apdu: Type) => void;
}

type CodecTable = {
  readonly [Type in PlainApdu['type']]: Codec<Extract<PlainApdu, { readonly type: Type }>>;
};

/** Every plain APDU. */
export const CODECS: CodecTable = {
  'initiate-request': {
    tag: INITIATE_REQUEST_TAG,
    read: (reader) => ({ type: 'initiate-request', ...readInitiateRequest(reader) }),
    write: writeInitiateRequest,
  },
  'initiate-response': {
    tag: INITIATE_RESPONSE_TAG,
    read: (reader) => ({ type: 'initiate-response', ...readInitiateResponse(reader) }),
    write: writeInitiateResponse,
  },
  'read-request': { tag: 5, read: readReadRequest, write: writeReadRequest },
  'write-request': { tag: 6, read: readWriteRequest, write: writeVariablesAndValues },
  'read-response': { tag: 12, read: readReadResponse, write: writeReadResponse },
  'write-response': { tag: 13, read: readWriteResponse, write: writeWriteResponse },
  'unconfirmed-write-request': {
    tag: 22,
    read: readUnconfirmedWriteRequest,
    write: writeVariablesAndValues,
  },
  'information-report': {
    tag: 24,
    read: readInformationReport,
    write: writeInformationReport,
  },
  aarq: { tag: 96, read: readAarq, write: inSequence(writeAarq) },
  aare: { tag: 97, read: readAare, write: inSequence(writeAare) },
  rlrq: { tag: 98, read: readRlrq, write: inSequence(writeRlrq) },
  rlre: { tag: 99, read: readRlre, write: inSequence(writeRlre) },
  'confirmed-service-error': {
    tag: CONFIRMED_SERVICE_ERROR_TAG,
    read: readConfirmedServiceError,
    write: writeServiceFailure,
  },
  'data-notification': { tag: 15, read: readDataNotification, write: writeDataNotification },
  'data-notification-confirm': {
    tag: 16,
    read: readDataNotificationConfirm,
    write: writeDataNotificationConfirm,
  },
  'get-request': { tag: 192, read: readGetRequest, write: writeGetRequest },
  'set-request': { tag: 193, read: readSetRequest, write: writeSetRequest },
  'event-notification': { tag: 194, read: readEventNotification, write: writeEventNotification },
  'action-request': { tag: 195, read: readActionRequest, write: writeActionRequest },
  'get-response': { tag: 196, read: readGetResponse, write: writeGetResponse },
  'set-response': { tag: 197, read: readSetResponse, write: writeSetResponse },
  'action-response': { tag: 199, read: readActionResponse, write: writeActionResponse },
  'exception-response': { tag: 216, read: readExceptionResponse, write: writeExceptionResponse },
  'access-request': { tag: 217, read: readAccessRequest, write: writeAccessRequest },
  'access-response': { tag: 218, read: readAccessResponse, write: writeAccessResponse },
  'general-signing': {
    tag: 223,
    read: readGeneralSigning,
    write: writeGeneralSigning,
  },
  'general-block-transfer': { tag: 224, read: readBlockTransfer, write: writeBlockTransfer },
};

/** ACSE APDUs have a BER length behind their tag. */
function inSequence<Type>(write: Codec<Type>['write']): Codec<Type>['write'] {
  return (writer, apdu) => {
    const contents = new AxdrWriter();
    write(contents, apdu);
    const octets = contents.finish();
    writer.count(octets.length).octets(octets);
  };
}
