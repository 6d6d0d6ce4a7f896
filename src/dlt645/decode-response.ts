import { readAddress } from './address';
import { decodeData } from './decode-data';
import type { DecodedContent } from './decoded-frame';
import { errorBits } from './error-word';
import { baudRateFields, expectAtLeast, expectLength, onlyOctet } from './fields';
import type { Frame } from './frame';
import type { FunctionType } from './functions';
import { identifierNumber } from './identifier';
import type { RegisterTable } from './registers';
import { asSent } from './wire';

const ADDRESS_OCTETS = 6;
const PASSWORD_OCTETS = 4;

/**
 * What an answer says, without its identifier.
 * @throws FrameError where the data are not what the function and the register call for.
 */
export function decodeResponse(
  { data, error, followOn }: Frame,
  type: FunctionType | 'vendor',
  table: RegisterTable,
): DecodedContent {
  if (error) return decodeRefusal(data, table);
  switch (type) {
    case 'read':
    case 're-read':
      return decodeReading(data, followOn, table);
    case 'read-following':
      return decodePart(data, table);
    case 'read-address':
      expectLength(data, ADDRESS_OCTETS);
      return { meterAddress: readAddress(data, 0) };
    case 'baud-rate':
      return baudRateFields(data);
    case 'password':
      expectLength(data, PASSWORD_OCTETS);
      return { newPasswordWire: asSent(data) };
    case 'output':
      return { output: onlyOctet(data) };
    case 'authentication':
    case 'vendor':
      return { dataHex: asSent(data) };
    default:
      // An acknowledgement has no data, but some meters put an octet there, or a word with security.
      return data.length === 0 ? {} : { dataHex: asSent(data) };
  }
}

/** One octet of error bits; two where the meter's security module answers. A vendor's own may be longer. */
function decodeRefusal(data: Uint8Array, table: RegisterTable): DecodedContent {
  if (data.length !== 1 && data.length !== 2) return { dataHex: asSent(data) };
  const errorWord = (data[0] as number) | ((data[1] ?? 0) << 8);
  return { errorWord, errorBits: errorBits(table.standard, data) };
}

function decodeReading(data: Uint8Array, followOn: boolean, table: RegisterTable): DecodedContent {
  expectAtLeast(data, table.diOctets);
  if (followOn) return { partHex: asSent(data, table.diOctets) };
  if (data.length === table.diOctets) return { empty: true };
  const register = table.find(identifierNumber(table, data));
  return register === undefined ? {} : decodeData(register, data.subarray(table.diOctets));
}

/** The sequence number comes last; 1997 has none. */
function decodePart(data: Uint8Array, { standard, diOctets }: RegisterTable): DecodedContent {
  if (standard === '1997') {
    expectAtLeast(data, diOctets);
    return { partHex: asSent(data, diOctets) };
  }
  expectAtLeast(data, diOctets + 1);
  const end = data.length - 1;
  return { partHex: asSent(data, diOctets, end), seq: data[end] as number };
}
