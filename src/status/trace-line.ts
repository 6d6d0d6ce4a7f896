import { contentOfOctets } from '../content';

/** Octets that a line shows at most. */
const MOST_OCTETS = 512;

/**
 * A line for the log about octets as they came or went. Of what we send, only reads are shown as they are: all
 * else may hold a password, a key or a value that is nobody's business, and is named alone.
 */
export function traceLine(direction: 'in' | 'out', octets: Uint8Array): string {
  if (direction === 'in') return `received ${hexOf(octets)}`;
  const { effect, what } = contentOfOctets(octets);
  const isHarmless = effect === 'read' && !what.includes('aarq');
  return `sent ${what}: ${isHarmless ? hexOf(octets) : `${octets.length} octets, not shown`}`;
}

function hexOf(octets: Uint8Array): string {
  const hex = Buffer.from(octets.subarray(0, MOST_OCTETS)).toString('hex');
  return octets.length > MOST_OCTETS ? `${hex}… (${octets.length} octets)` : hex;
}
