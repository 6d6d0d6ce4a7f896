import { FrameError } from '../octets';
import { readAddress } from './address';
import { controlAction } from './control-action';
import { decodeData } from './decode-data';
import type { DecodedContent } from './decoded-frame';
import { baudRateFields, count, expectAtLeast, expectLength, onlyOctet } from './fields';
import { decodeFreeze, FREEZE_OCTETS } from './freeze';
import type { FunctionType } from './functions';
import { identifierNumber } from './identifier';
import type { RegisterTable } from './registers';
import { decodeTime, TIME_OCTETS } from './time';
import { asSent, printed } from './wire';

const ADDRESS_OCTETS = 6;
/** PA P0 P1 P2 and, in 2007, C0 C1 C2 C3. */
const PASSWORD_OCTETS = 4;
const CREDENTIAL_OCTETS = 8;
const HIGHEST_PLAIN_LEVEL = 0x09;

/**
 * What a request asks for, without its identifier.
 * @throws FrameError `length` or `bcd` where the data are not what the function calls for.
 */
export function decodeRequest(
  data: Uint8Array,
  type: FunctionType | 'vendor',
  table: RegisterTable,
): DecodedContent {
  switch (type) {
    case 'read':
      return decodeRead(data, table);
    case 'read-following':
      return decodeReadFollowing(data, table);
    case 're-read':
    case 'read-address':
      expectLength(data, 0);
      return {};
    case 'write':
      return decodeWrite(data, table);
    case 'write-address':
      expectLength(data, ADDRESS_OCTETS);
      return { meterAddress: readAddress(data, 0) };
    case 'broadcast-time':
      return decodeBroadcastTime(data);
    case 'freeze':
      expectLength(data, FREEZE_OCTETS);
      return decodeFreeze(data);
    case 'baud-rate':
      return baudRateFields(data);
    case 'password':
      return decodePasswordChange(data, table);
    case 'clear-demand':
    case 'clear-meter':
      expectLength(data, credentialOctets(table));
      return credentials(data, 0, table);
    case 'clear-events':
      return decodeClearEvents(data, table);
    case 'control':
      return decodeControl(data, table);
    case 'output':
      return { output: onlyOctet(data) };
    case 'authentication':
    case 'vendor':
      return { dataHex: asSent(data) };
  }
}

/** 2007: alone, with a number of blocks, or with a number and a time mm hh DD MM YY (clause 7.1.1). */
function decodeRead(data: Uint8Array, { standard, diOctets }: RegisterTable): DecodedContent {
  if (standard === '1997') {
    expectLength(data, diOctets);
    return {};
  }
  expectLength(data, diOctets, diOctets + 1, diOctets + 6);
  if (data.length === diOctets) return {};
  const blocks = count(data, diOctets);
  return data.length === diOctets + 1 ? { blocks } : { blocks, from: printed(data, diOctets + 1) };
}

function decodeReadFollowing(
  data: Uint8Array,
  { standard, diOctets }: RegisterTable,
): DecodedContent {
  if (standard === '1997') {
    expectAtLeast(data, diOctets);
    return {};
  }
  expectLength(data, diOctets + 1);
  return { seq: data[diOctets] as number };
}

function decodeWrite(data: Uint8Array, table: RegisterTable): DecodedContent {
  const before = table.diOctets + credentialOctets(table);
  expectAtLeast(data, before);
  return {
    ...writtenData(data, before, table),
    ...credentials(data, table.diOctets, table),
    dataHex: asSent(data, before),
  };
}

/** What is written, where it has the form in which the register is read; with security it is enciphered. */
function writtenData(data: Uint8Array, from: number, table: RegisterTable): DecodedContent {
  const register = table.find(identifierNumber(table, data));
  const level = data[table.diOctets] as number;
  if (register === undefined || level > HIGHEST_PLAIN_LEVEL) return {};
  try {
    return decodeData(register, data.subarray(from));
  } catch (error) {
    if (error instanceof FrameError) return {};
    throw error;
  }
}

function decodeBroadcastTime(data: Uint8Array): DecodedContent {
  expectLength(data, TIME_OCTETS);
  const time = decodeTime(data, 0);
  return time === undefined ? { invalidTime: printed(data) } : { time };
}

/** In 2007 the identifier of the password comes first, in 1997 there is none. */
function decodePasswordChange(
  data: Uint8Array,
  { standard, diOctets }: RegisterTable,
): DecodedContent {
  const at = standard === '2007' ? diOctets : 0;
  expectLength(data, at + 2 * PASSWORD_OCTETS);
  return {
    oldPasswordWire: asSent(data, at, at + PASSWORD_OCTETS),
    newPasswordWire: asSent(data, at + PASSWORD_OCTETS),
  };
}

function decodeClearEvents(data: Uint8Array, table: RegisterTable): DecodedContent {
  expectLength(data, CREDENTIAL_OCTETS + 4);
  const events = printed(data, CREDENTIAL_OCTETS);
  return { ...credentials(data, 0, table), events: events === 'FFFFFFFF' ? 'all' : events };
}

function decodeControl(data: Uint8Array, table: RegisterTable): DecodedContent {
  expectLength(data, CREDENTIAL_OCTETS + 2 + TIME_OCTETS);
  const n1 = data[CREDENTIAL_OCTETS] as number;
  const at = CREDENTIAL_OCTETS + 2;
  const action = controlAction(n1);
  const validUntil = decodeTime(data, at);
  return {
    ...credentials(data, 0, table),
    n1,
    n2: data[CREDENTIAL_OCTETS + 1] as number,
    ...(action && { action }),
    ...(validUntil && { validUntil }),
    validUntilWire: asSent(data, at),
  };
}

function credentialOctets({ standard }: RegisterTable): number {
  return standard === '2007' ? CREDENTIAL_OCTETS : PASSWORD_OCTETS;
}

/** Level and password, and in 2007 the operator code; there must be octets for them. */
function credentials(data: Uint8Array, at: number, { standard }: RegisterTable): DecodedContent {
  const password = {
    paLevel: data[at] as number,
    passwordWire: asSent(data, at, at + PASSWORD_OCTETS),
  };
  if (standard === '1997') return password;
  return { ...password, operatorWire: asSent(data, at + PASSWORD_OCTETS, at + CREDENTIAL_OCTETS) };
}
