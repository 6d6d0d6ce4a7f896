import { isIPv4, SocketAddress } from 'node:net';
import { type Endpoint, plainAddress } from '../endpoint';

/** The client in the one form that its address has, by which callers are counted. */
export function clientAt(address: string, port: number): Endpoint {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return { address: plainAddress(new SocketAddress({ address, family }).address), port };
}
