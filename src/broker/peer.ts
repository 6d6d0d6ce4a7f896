import { BlockList, isIPv6 } from 'node:net';

/** Who is at the other end of a connection, before it says anything. */
export interface Peer {
  readonly transport: Transport;
  /** The address that the operating system reports, never one that the peer claims. */
  readonly ip: string;
}

export type Transport = 'mqtt' | 'websocket';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether the address is this machine's own: 127.0.0.0/8, also as ::ffff:127.x.x.x, or ::1. */
export function isLoopback(ip: string): boolean {
  return loopback.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}
