import type { AxdrReader, AxdrWriter } from './axdr';

/** The conformance block's bits (IEC 62056-5-3, 9.4.6.1), bit 0 first. */
export const CONFORMANCE_BITS = [
  'reserved-zero',
  'general-protection',
  'general-block-transfer',
  'read',
  'write',
  'unconfirmed-write',
  'delta-value-encoding',
  'reserved-seven',
  'attribute0-supported-with-set',
  'priority-mgmt-supported',
  'attribute0-supported-with-get',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'information-report',
  'data-notification',
  'access',
  'parameterized-access',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
] as const;

export type Conformance = (typeof CONFORMANCE_BITS)[number];

const APPLICATION_TAG = 0x5f;
const APPLICATION_31 = 0x1f;
const CONTENTS_LENGTH = 4;
const HIGHEST_BIT = 0x80_0000;

/** The conformance block: the services that are set, in the standard's order. */
export function readConformance(reader: AxdrReader): Conformance[] {
  reader.expect(APPLICATION_TAG, 'tag');
  // Old implementations leave the second octet of the tag out, and the standard tells to bear with it.
  if (reader.peek() === APPLICATION_31) reader.skip(1);
  reader.expect(CONTENTS_LENGTH, 'length');
  const bits = reader.u32();
  return CONFORMANCE_BITS.filter((_, bit) => (bits & (HIGHEST_BIT >>> bit)) !== 0);
}

/** @throws RangeError where a name is none of the conformance block's. */
export function writeConformance(writer: AxdrWriter, services: readonly Conformance[]): void {
  let bits = 0;
  for (const service of services) {
    const bit = CONFORMANCE_BITS.indexOf(service);
    if (bit < 0) throw new RangeError(`"${service}" is no bit of the conformance block`);
    bits |= HIGHEST_BIT >>> bit;
  }
  writer.u8(APPLICATION_TAG).u8(APPLICATION_31).u8(CONTENTS_LENGTH).u32(bits);
}
