import { type OctetReader, OctetWriter } from '../../octets';

/**
 * An HDLC address (IEC 62056-46, 6.4.2). A client has one octet, `upper`. A server's `upper` is the logical
 * device and `lower` the physical one, each of 7 bits in two octets and of 14 bits in four.
 */
export interface HdlcAddress {
  readonly upper: number;
  readonly lower?: number;
  /** Octets on the wire. */
  readonly size: 1 | 2 | 4;
}

/** The lowest bit of an address octet says that it is the last one. */
const LAST = 0x01;
const LONGEST = 4;

/** The address of a client by its SAP: 16 is the public client, 1 usually the management client. */
export function clientAddress(sap: number): HdlcAddress {
  return { upper: sap, size: 1 };
}

/**
 * The address of a server: one octet without a physical device, else two, or four where a number needs more
 * than 7 bits or the meter's profile says so.
 */
export function serverAddress(
  logicalDevice: number,
  physicalDevice?: number,
  size?: 1 | 2 | 4,
): HdlcAddress {
  if (physicalDevice === undefined) return { upper: logicalDevice, size: 1 };
  const needed = logicalDevice > 0x7f || physicalDevice > 0x7f ? 4 : 2;
  return { upper: logicalDevice, lower: physicalDevice, size: size ?? needed };
}

/** Whether both name the same device, in however many octets. */
export function sameAddress(one: HdlcAddress, other: HdlcAddress): boolean {
  return one.upper === other.upper && one.lower === other.lower;
}

/** Reads an address up to its last octet. @throws FrameError `length` where it has not 1, 2 or 4 octets. */
export function readAddress(reader: OctetReader): HdlcAddress {
  const start = reader.position;
  const groups: number[] = [];
  let octet: number;
  do {
    octet = reader.u8();
    groups.push(octet >>> 1);
  } while ((octet & LAST) === 0 && groups.length < LONGEST);

  const [first = 0, second = 0, third = 0, fourth = 0] = groups;
  if (octet & LAST) {
    if (groups.length === 1) return { upper: first, size: 1 };
    if (groups.length === 2) return { upper: first, lower: second, size: 2 };
    if (groups.length === 4) {
      return { upper: (first << 7) | second, lower: (third << 7) | fourth, size: 4 };
    }
  }
  reader.fail('length', 'an HDLC address has 1, 2 or 4 octets', start);
}

/** The address as on the wire. @throws RangeError where a part does not fit its bits. */
export function encodeAddress(address: HdlcAddress): Uint8Array {
  const { upper, lower = 0, size } = address;
  const limit = size === 4 ? 0x3fff : 0x7f;
  for (const part of [upper, lower]) {
    if (!Number.isInteger(part) || part < 0 || part > limit) {
      throw new RangeError(`${part} does not fit an HDLC address of ${size} octets`);
    }
  }
  const writer = new OctetWriter();
  if (size === 1) return writer.u8((upper << 1) | LAST).finish();
  if (size === 2)
    return writer
      .u8(upper << 1)
      .u8((lower << 1) | LAST)
      .finish();
  return writer
    .u8((upper >>> 7) << 1)
    .u8((upper & 0x7f) << 1)
    .u8((lower >>> 7) << 1)
    .u8(((lower & 0x7f) << 1) | LAST)
    .finish();
}
