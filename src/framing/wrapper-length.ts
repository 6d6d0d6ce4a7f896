import { isApduTag } from './apdu/service-shapes';

const VERSION = 1;
const LENGTH = 6;
const HEADER = 8;

/**
 * Measures a wrapper frame (IEC 62056-47), as a `Measure` does: version 1, any wPorts, and an APDU whose first
 * octet is a known tag.
 */
export function wrapperLength(octets: Uint8Array): number {
  if (octets[0] !== 0) return 0;
  const version = octets[1];
  if (version === undefined) return 2;
  if (version !== VERSION) return 0;
  const tag = octets[HEADER];
  if (tag === undefined) return HEADER + 1;
  const length = ((octets[LENGTH] as number) << 8) | (octets[LENGTH + 1] as number);
  return length > 0 && isApduTag(tag) ? HEADER + length : 0;
}
