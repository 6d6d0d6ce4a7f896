import { isIPv4, isIPv6 } from 'node:net';
import { FrameError } from '../../octets';
import { clientAt } from './client';
import type { ProxyHeader } from './proxy-header';

export const PREFIX: Uint8Array = Buffer.from('PROXY ');

/** The longest line, its end included (clause 2.1). */
const LONGEST = 107;
const CR = 0x0d;
const LF = 0x0a;
/** In decimal, without leading zeros. */
const PORT = /^(0|[1-9]\d{0,4})$/;

/** Version 1 (clause 2.1): one line of words. Undefined while it is not whole. */
export function parseTextHeader(octets: Uint8Array): ProxyHeader | undefined {
  const end = octets.subarray(0, LONGEST).indexOf(LF);
  if (end < 0) {
    if (octets.length < LONGEST) return undefined;
    throw new FrameError('length', `a PROXY line longer than ${LONGEST}`, octets, LONGEST);
  }
  if (octets[end - 1] !== CR)
    throw new FrameError('end', 'a PROXY line ends in CR LF', octets, end);
  const line = Buffer.from(octets.subarray(PREFIX.length, end - 1)).toString('latin1');
  const [family, ...words] = line.split(' ');
  const length = end + 1;
  if (family === 'UNKNOWN') return { length, source: undefined };
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isPlainIPv6 : undefined;
  if (!isAddress) throw new FrameError('tag', 'an unknown PROXY family', octets, PREFIX.length);
  const [source = '', destination = '', sourcePort = '', destinationPort = '', ...more] = words;
  const isSound =
    isAddress(source) &&
    isAddress(destination) &&
    isPort(sourcePort) &&
    isPort(destinationPort) &&
    more.length === 0;
  if (!isSound) throw new FrameError('range', 'a PROXY line with bad addresses', octets);
  return { length, source: clientAt(source, Number(sourcePort)) };
}

function isPort(text: string): boolean {
  return PORT.test(text) && Number(text) <= 0xffff;
}

/** An interface of the balancer's machine says nothing here. */
function isPlainIPv6(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}
