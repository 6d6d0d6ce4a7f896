import type { Socket } from 'node:net';

/** One end of a TCP connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** IPv4 callers on a dual-stack socket appear as ::ffff:1.2.3.4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** The other end of a connection; without an address where it is gone already. */
export function remoteOf({ remoteAddress = '', remotePort = 0 }: Socket): Endpoint {
  return { address: plainAddress(remoteAddress), port: remotePort };
}
