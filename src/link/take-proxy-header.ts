import type { Socket } from 'node:net';
import { type ProxyHeader, parseProxyHeader } from '../net/proxy-protocol';

/**
 * Takes the PROXY header off a connection. What the client itself has sent stays unread, and nothing more is
 * read until the socket is resumed. `done` gets undefined where the connection begins with something else.
 */
export function takeProxyHeader(
  socket: Socket,
  done: (header: ProxyHeader | undefined) => void,
): void {
  let octets = Buffer.alloc(0);
  const receive = (chunk: Uint8Array): void => {
    octets = Buffer.concat([octets, chunk]);
    const parsed = parse(octets);
    if (parsed === 'partial') return;
    socket.off('data', receive);
    socket.pause();
    const header = parsed === 'refused' ? undefined : parsed;
    const rest = octets.subarray(header?.length ?? 0);
    if (rest.length > 0) socket.unshift(rest);
    done(header);
  };
  socket.on('data', receive);
}

function parse(octets: Uint8Array): ProxyHeader | 'partial' | 'refused' {
  try {
    return parseProxyHeader(octets) ?? 'partial';
  } catch {
    return 'refused';
  }
}
