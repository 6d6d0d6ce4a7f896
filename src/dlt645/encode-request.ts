import { ANY_METER, addressOctets, EVERY_METER, type MeterAddress } from './address';
import { baudWord } from './baud-rate';
import { CONTROL_ACTIONS } from './control-action';
import { credentialOctets, passwordOctets } from './credentials';
import { encodeDataOf } from './encode-data';
import { encodeFrame } from './frame';
import { freezeOctets } from './freeze';
import { functionCode } from './functions';
import { identifierOctets } from './identifier';
import { registersOf, type Standard } from './registers';
import type {
  ClearEventsRequest,
  ControlRequest,
  PasswordRequest,
  ReadFollowingRequest,
  ReadRequest,
  Request,
  WriteRequest,
} from './request';
import { TIME_OCTETS, timeDigits } from './time';
import { fromDigits, fromSent, octet } from './wire';

/**
 * The frame of a request.
 * @throws RangeError where a field is missing or out of range, or the standard has no such function.
 */
export function encodeRequest(request: Request): Uint8Array {
  const { standard = '2007', leadBytes = 0 } = request;
  return encodeFrame({
    leadBytes,
    address: request.address ?? defaultAddress(request.type),
    control: request.type === 'vendor' ? request.control : functionCode(standard, request.type),
    data: Uint8Array.from(requestData(request, standard)),
  });
}

function defaultAddress(type: Request['type']): MeterAddress {
  if (type === 'read-address' || type === 'write-address') return ANY_METER;
  if (type === 'broadcast-time') return EVERY_METER;
  throw new RangeError(`a request "${type}" needs the address of a meter`);
}

function requestData(request: Request, standard: Standard): Iterable<number> {
  switch (request.type) {
    case 'read':
      return readData(request, standard);
    case 'read-following':
      return readFollowingData(request, standard);
    case 're-read':
    case 'read-address':
      return [];
    case 'write':
      return writeData(request, standard);
    case 'write-address':
      return addressOctets(request.meterAddress);
    case 'broadcast-time':
      return fromDigits(timeDigits(request.time), TIME_OCTETS, 'time');
    case 'freeze':
      return freezeOctets(request);
    case 'baud-rate':
      return [baudWord(request.baud)];
    case 'password':
      return passwordData(request, standard);
    case 'clear-demand':
    case 'clear-meter':
      return credentialOctets(request, standard);
    case 'clear-events':
      return clearEventsData(request, standard);
    case 'control':
      return controlData(request, standard);
    case 'output':
      return [octet(request.output, 'output')];
    case 'authentication':
    case 'vendor':
      return fromSent(request.dataHex, 'dataHex');
  }
}

function readData({ di, blocks, from }: ReadRequest, standard: Standard): number[] {
  const data = [...identifierOctets(di, standard)];
  if (blocks === undefined && from === undefined) return data;
  if (blocks === undefined || standard === '1997') {
    throw new RangeError('a time to read from needs a number of blocks, which only 2007 has');
  }
  data.push(...fromDigits(String(blocks), 1, 'blocks'));
  if (from !== undefined) data.push(...fromDigits(from, 5, 'from'));
  return data;
}

function readFollowingData({ di, seq }: ReadFollowingRequest, standard: Standard): number[] {
  const data = [...identifierOctets(di, standard)];
  if (standard === '1997') return data;
  return [...data, octet(seq ?? 0, 'seq', 1)];
}

function writeData(request: WriteRequest & Request, standard: Standard): number[] {
  const { di, registers = registersOf(standard) } = request;
  return [
    ...identifierOctets(di, standard),
    ...credentialOctets(request, standard),
    ...encodeDataOf(di, request, registers),
  ];
}

function passwordData(request: PasswordRequest, standard: Standard): number[] {
  const { di = '', oldPassword, oldPasswordWire, newPassword, newPasswordWire } = request;
  return [
    ...(standard === '2007' ? identifierOctets(di, standard) : []),
    ...passwordOctets(oldPassword, oldPasswordWire),
    ...passwordOctets(newPassword, newPasswordWire),
  ];
}

function clearEventsData(request: ClearEventsRequest, standard: Standard): number[] {
  const di = request.events === 'all' ? 'FFFFFFFF' : request.events;
  return [...credentialOctets(request, standard), ...identifierOctets(di, standard)];
}

function controlData(request: ControlRequest, standard: Standard): number[] {
  const { action, n2 = 0, validUntil, validUntilWire } = request;
  const n1 = request.n1 ?? (action && CONTROL_ACTIONS[action]);
  if (n1 === undefined) throw new RangeError('a control command needs an action or n1');
  if (validUntil === undefined && validUntilWire === undefined) {
    throw new RangeError('a control command needs validUntil');
  }
  const until =
    validUntilWire === undefined
      ? fromDigits(timeDigits(validUntil ?? ''), TIME_OCTETS, 'validUntil')
      : fromSent(validUntilWire, 'validUntilWire', TIME_OCTETS);
  return [...credentialOctets(request, standard), octet(n1, 'n1'), octet(n2, 'n2'), ...until];
}
