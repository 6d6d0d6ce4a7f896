import { FrameError } from '../../octets';
import { parseBinaryHeader, SIGNATURE } from './binary-header';
import type { ProxyHeader } from './proxy-header';
import { PREFIX, parseTextHeader } from './text-header';

/**
 * The header of the PROXY protocol that a connection begins with, version 1 or 2 (haproxy.org,
 * proxy-protocol.txt). Undefined while it is not whole.
 * @throws FrameError where it is none, contradicts itself, or is longer than balancers send.
 */
export function parseProxyHeader(octets: Uint8Array): ProxyHeader | undefined {
  if (begins(octets, PREFIX)) return parseTextHeader(octets);
  if (begins(octets, SIGNATURE)) return parseBinaryHeader(octets);
  throw new FrameError('start', 'no PROXY header', octets);
}

function begins(octets: Uint8Array, wanted: Uint8Array): boolean {
  const length = Math.min(octets.length, wanted.length);
  return Buffer.compare(octets.subarray(0, length), wanted.subarray(0, length)) === 0;
}
