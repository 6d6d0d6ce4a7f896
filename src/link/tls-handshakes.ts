import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';

type Settle = (secured: TLSSocket | undefined) => void;

/** Does the server's part of TLS on connections that have been accepted. */
export class TlsHandshakes {
  readonly #server: Server;
  /** Handshakes under way, by the caller's end of the connection: a TLS server does not say whose it ended. */
  readonly #underWay = new Map<string, Settle>();

  /** @throws Error where there is no key, no certificate, or they do not fit. */
  constructor(options: TlsOptions) {
    this.#server = createServer(options);
    this.#server.on('secureConnection', (socket) => {
      const settle = this.#underWay.get(endOf(socket));
      if (settle) settle(socket);
      else socket.destroy();
    });
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** `done` gets the secured connection, or undefined when it is closed without. */
  begin(socket: Socket, done: Settle): void {
    const end = endOf(socket);
    const settle = (secured: TLSSocket | undefined): void => {
      if (this.#underWay.delete(end)) done(secured);
    };
    this.#underWay.set(end, settle);
    socket.once('close', () => settle(undefined));
    this.#server.emit('connection', socket);
  }
}

/** Unique among the live connections of a port. */
function endOf({ localAddress, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${remoteAddress} ${remotePort}`;
}
