import { addressOctets } from './address';
import { baudWord } from './baud-rate';
import { passwordOctets } from './credentials';
import { encodeDataOf } from './encode-data';
import { ABNORMAL, encodeFrame, FOLLOW_ON, RESPONSE } from './frame';
import { functionCode } from './functions';
import { identifierOctets } from './identifier';
import { registersOf, type Standard } from './registers';
import type { ReadFollowingResponse, ReadResponse, RefusalResponse, Response } from './response';
import { fromSent, octet } from './wire';

/**
 * The frame of an answer.
 * @throws RangeError where a field is missing or out of range, or the standard has no such function.
 */
export function encodeResponse(response: Response): Uint8Array {
  const { address, standard = '2007', leadBytes = 0 } = response;
  return encodeFrame({
    leadBytes,
    address,
    control: functionCode(standard, response.type) | RESPONSE | flags(response),
    data: Uint8Array.from(responseData(response, standard)),
  });
}

function flags(response: Response): number {
  if (isRefusal(response)) return ABNORMAL;
  return 'followOn' in response && response.followOn ? FOLLOW_ON : 0;
}

function isRefusal(response: Response): response is Response & RefusalResponse {
  return 'error' in response && response.error;
}

function responseData(response: Response, standard: Standard): Iterable<number> {
  if (isRefusal(response)) return [octet(response.errorWord, 'errorWord')];
  switch (response.type) {
    case 'read':
    case 're-read':
      return readingData(response, standard);
    case 'read-following':
      return partData(response, standard);
    case 'read-address':
      return addressOctets(response.meterAddress);
    case 'baud-rate':
      return [baudWord(response.baud)];
    case 'password':
      return passwordOctets(response.newPassword, response.newPasswordWire);
    case 'output':
      return [octet(response.output, 'output')];
    case 'authentication':
      return fromSent(response.dataHex, 'dataHex');
    default:
      return [];
  }
}

function readingData(response: ReadResponse & Response, standard: Standard): number[] {
  const { di, empty, registers = registersOf(standard) } = response;
  const identifier = [...identifierOctets(di, standard)];
  return empty ? identifier : [...identifier, ...encodeDataOf(di, response, registers)];
}

function partData({ di, partHex, seq }: ReadFollowingResponse, standard: Standard): number[] {
  const data = [...identifierOctets(di, standard), ...fromSent(partHex, 'partHex')];
  return standard === '1997' ? data : [...data, octet(seq ?? 0, 'seq', 1)];
}
