import type { Scalar } from '../axdr';
import type { GetResponse } from './get';
import { invocationOf } from './invocation';

const GET_RESPONSE = 0xc4;
const NORMAL = 1;
const DATA = 0;
const HEAD_LENGTH = 4;

/**
 * GET.response normal with one small number, the most frequent APDU by far, or `undefined` for any other.
 * Gives what the general reading gives in a third of its time, because it needs no cursor.
 */
export function readRegisterAnswer(octets: Uint8Array): GetResponse | undefined {
  if (octets[0] !== GET_RESPONSE || octets[1] !== NORMAL || octets[3] !== DATA) return undefined;
  const data = numberAt(octets, HEAD_LENGTH);
  if (data === undefined) return undefined;
  const { invokeId, confirmed, highPriority } = invocationOf(octets[2] as number);
  return { type: 'get-response', kind: 'normal', invokeId, confirmed, highPriority, data };
}

/** The number that is all of the octets from its tag on. */
function numberAt(octets: Uint8Array, tagAt: number): Scalar | undefined {
  const [tag, length] = [octets[tagAt], octets.length - tagAt - 1];
  const value = bigEndian(octets, tagAt + 1);
  switch (tag) {
    case 5:
      return length === 4 ? { type: 'double-long', value } : undefined;
    case 6:
      return length === 4 ? { type: 'double-long-unsigned', value: value >>> 0 } : undefined;
    case 16:
      return length === 2 ? { type: 'long', value: (value << 16) >> 16 } : undefined;
    case 17:
      return length === 1 ? { type: 'unsigned', value } : undefined;
    case 18:
      return length === 2 ? { type: 'long-unsigned', value } : undefined;
    default:
      return undefined;
  }
}

/** Up to four octets as a signed number of 32 bits. */
function bigEndian(octets: Uint8Array, start: number): number {
  let value = 0;
  const end = Math.min(octets.length, start + 4);
  for (let at = start; at < end; at++) value = (value << 8) | (octets[at] as number);
  return value;
}
