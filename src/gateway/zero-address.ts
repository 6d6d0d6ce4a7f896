/** What becomes of meters that still have the factory address. */
export type ZeroAddressPolicy = 'accept' | 'use_ip';

export const ZERO_ADDRESS = '000000000000';

const AUTO = 'auto_';

/** An id that the gateway made up, for as long as the link lasts. */
export function isAutoId(id: string): boolean {
  return id.startsWith(AUTO);
}

/**
 * An id for a meter that has none, from where it calls: `auto_10_0_0_7`. IPv6 gives the last 27 hex digits
 * of the whole address. The port is added only where the id is taken.
 */
export function autoId(
  caller: { readonly remoteAddress: string; readonly remotePort: number },
  isTaken: (id: string) => boolean,
): string {
  const address = caller.remoteAddress;
  const name = address.includes(':')
    ? expandedIpv6(address).slice(-27)
    : address.replaceAll('.', '_');
  const id = `${AUTO}${name}`;
  return isTaken(id) ? `${id.slice(0, 26)}_${caller.remotePort}` : id;
}

/** The 32 hex digits of an IPv6 address. */
function expandedIpv6(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = (text: string): string[] =>
    text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0000');
  return [...before, ...zeros, ...after].join('');
}
