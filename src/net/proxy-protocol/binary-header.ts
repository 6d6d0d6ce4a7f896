import { FrameError, OctetReader } from '../../octets';
import type { Endpoint } from '../endpoint';
import { clientAt } from './client';
import { crc32c } from './crc32c';
import type { ProxyHeader } from './proxy-header';

/** 12 octets that no client of any protocol begins with (clause 2.2). */
export const SIGNATURE: Uint8Array = Buffer.from('\r\n\r\n\0\r\nQUIT\n');

const FIXED = 16;
/** Balancers send a few hundred octets, a client's certificate included. */
const LONGEST = 4_096;

const LOCAL = 0x20;
const PROXY = 0x21;

/** Octets of an address by address family, which is the high half of the family octet. */
const ADDRESS_LENGTH: ReadonlyMap<number, number> = new Map([
  [0, 0], // unspecified
  [1, 4], // IPv4
  [2, 16], // IPv6
  [3, 108], // a socket of the balancer's machine
]);
const DATAGRAM = 2;

const TYPE_CRC32C = 3;

/** Version 2 (clause 2.2): a binary header. Undefined while it is not whole. */
export function parseBinaryHeader(octets: Uint8Array): ProxyHeader | undefined {
  const command = octets[SIGNATURE.length];
  if (command !== undefined && command !== LOCAL && command !== PROXY) {
    throw new FrameError('tag', 'an unknown PROXY version or command', octets, SIGNATURE.length);
  }
  if (octets.length < FIXED) return undefined;
  const reader = new OctetReader(octets, SIGNATURE.length + 1);
  const family = reader.u8();
  const length = FIXED + reader.u16();
  if (length > LONGEST) {
    throw new FrameError('length', `a PROXY header of ${length} octets`, octets, FIXED - 2);
  }
  if (octets.length < length) return undefined;
  const header = octets.subarray(0, length);
  // Of a connection of the balancer's own, the rest means nothing.
  if (command === LOCAL) return { length, source: undefined };
  const source = readSource(new OctetReader(header, FIXED), family);
  return { length, source };
}

/** Reads what the header says of the client, and checks what follows the addresses. */
function readSource(reader: OctetReader, family: number): Endpoint | undefined {
  const addressLength = ADDRESS_LENGTH.get(family >> 4);
  const transport = family & 0x0f;
  if (addressLength === undefined || transport > DATAGRAM) {
    throw new FrameError('tag', 'an unknown PROXY family', reader.octets, FIXED - 3);
  }
  const source = reader.take(addressLength);
  reader.take(addressLength);
  const hasPorts = addressLength === 4 || addressLength === 16;
  const port = hasPorts ? reader.u16() : 0;
  if (hasPorts) reader.u16();
  // Where the family is not specified, what follows need not be what we know.
  if (family !== 0) checkExtensions(reader);
  return hasPorts ? clientAt(addressText(source), port) : undefined;
}

/** Type, length and value of each extension (clause 2.2.1); the one that is checked is the check sum. */
function checkExtensions(reader: OctetReader): void {
  while (reader.remaining > 0) {
    const type = reader.u8();
    const length = reader.u16();
    const at = reader.position;
    const value = reader.take(length);
    if (type === TYPE_CRC32C) checkSum(reader.octets, at, value);
  }
}

/** The CRC-32C of the whole header, with zeros where it stands itself (clause 2.2.3). */
function checkSum(header: Uint8Array, at: number, value: Uint8Array): void {
  const blank = Buffer.from(header);
  blank.fill(0, at, at + value.length);
  const isRight = value.length === 4 && Buffer.from(value).readUInt32BE() === crc32c(blank);
  if (!isRight) throw new FrameError('checksum', 'a PROXY header with a wrong CRC', header, at);
}

function addressText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Buffer.from(octets).toString('hex').match(/.{4}/g) ?? [];
  return groups.join(':');
}
