import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Link, type LinkOptions } from '../../../src/link/link';
import { Caller } from './caller';

const servers: Server[] = [];
const links: Link[] = [];

/** A link and the meter's end of it, over a real connection. */
export async function line(
  options: Partial<LinkOptions> = {},
): Promise<{ link: Link; meter: Caller; socket: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const meter = await Caller.dial((server.address() as AddressInfo).port);
  const [socket] = (await accepted) as [Socket];
  const link = new Link(socket, { id: `line-${links.length}`, idleTimeout: 60_000, ...options });
  links.push(link);
  return { link, meter, socket };
}

/** Ends all lines of a test. */
export function endLines(): void {
  for (const link of links.splice(0)) link.close('gateway-stopped');
  for (const server of servers.splice(0)) server.close();
}
