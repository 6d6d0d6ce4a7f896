import { EventEmitter } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { AddressList } from '../net/address-list';
import { type Endpoint, remoteOf } from '../net/endpoint';
import { RetryingListener } from '../net/retrying-listener';
import { Lobby } from './lobby';
import { takeProxyHeader } from './take-proxy-header';
import { TlsHandshakes } from './tls-handshakes';

/** Who is let in. */
export interface AcceptRules {
  readonly maxConnections: number;
  /** 0: no limit. */
  readonly maxConnectionsPerIp: number;
  /** Balancers: they say with a PROXY header whom they relay, and without one nothing of theirs is taken. */
  readonly trustedProxies?: AddressList;
}

export interface ListenerOptions extends AcceptRules {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Key, certificate and what is asked of callers; without it, connections are not secured. */
  readonly tls?: TlsOptions;
  /** ms for PROXY header and TLS handshake together. */
  readonly entryTimeout?: number;
}

/** Why a caller was hung up on before it was let in. */
export type Refusal =
  | 'connections' // there are too many in all
  | 'connections-per-address'
  | 'proxy-header' // a balancer sent none, or a bad one
  | 'tls' // the handshake failed: no TLS, no trust in a certificate, no version in common
  | 'entry-timeout'; // PROXY header or TLS handshake took too long

interface ListenerEvents {
  listening: [port: number];
  /** The port could not be had; it is tried again. */
  retrying: [error: Error];
  /** A connection could not be accepted, for want of file descriptors for example. */
  failed: [error: Error];
  /** A connection to be read from, and who is at its other end, be it through a balancer. */
  accepted: [socket: Socket, remote: Endpoint];
  /** A caller was hung up on. */
  refused: [remoteAddress: string, refusal: Refusal];
}

/** ms of silence until the operating system asks whether the other end is still there. */
const KEEP_ALIVE = 60_000;
/** A meter on a slow line takes seconds for a TLS handshake. */
const ENTRY_TIMEOUT = 20_000;

/**
 * A port that meters dial in to. A busy port is tried again until it is free. From a balancer, a PROXY header
 * comes first; then, where the port has TLS, the handshake.
 */
export class Listener extends EventEmitter<ListenerEvents> {
  #rules: AcceptRules;
  readonly #perAddress = new Map<string, number>();
  #connections = 0;
  readonly #listening: RetryingListener;
  readonly #lobby: Lobby;
  readonly #handshakes: TlsHandshakes | undefined;

  /** @throws Error where TLS is wanted and its key or certificate is of no use. */
  constructor(options: ListenerOptions) {
    super();
    this.#rules = options;
    this.#handshakes = options.tls && new TlsHandshakes(options.tls);
    this.#lobby = new Lobby(options.entryTimeout ?? ENTRY_TIMEOUT, (socket) =>
      this.#refuse(socket, 'entry-timeout'),
    );
    const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE });
    server.on('connection', (socket) => this.#accept(socket));
    this.#listening = new RetryingListener(server, options.host, options.port, {
      listening: (port) => this.emit('listening', port),
      retrying: (error) => this.emit('retrying', error),
      error: (error) => this.emit('failed', error),
    });
  }

  /** From now on, other rules hold; who is in already stays. */
  setRules(rules: AcceptRules): void {
    this.#rules = rules;
  }

  ref(): void {
    this.#listening.ref();
  }

  /** Goes on, but keeps no process running. */
  unref(): void {
    this.#listening.unref();
  }

  close(): void {
    this.#listening.close();
    this.#lobby.close();
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    const peer = remoteOf(socket);
    if (peer.address === '') {
      socket.destroy();
      return;
    }
    if (this.#connections >= this.#rules.maxConnections) {
      this.#refuse(socket, 'connections');
      return;
    }
    this.#connections++;
    socket.once('close', () => this.#connections--);
    if (this.#rules.trustedProxies?.has(peer.address)) this.#awaitProxyHeader(socket, peer);
    else this.#admit(socket, peer);
  }

  #awaitProxyHeader(socket: Socket, balancer: Endpoint): void {
    this.#lobby.enter(socket);
    socket.once('close', () => this.#lobby.leave(socket));
    takeProxyHeader(socket, (header) => {
      this.#lobby.leave(socket);
      if (header) this.#admit(socket, header.source ?? balancer);
      else this.#refuse(socket, 'proxy-header');
    });
  }

  #admit(socket: Socket, remote: Endpoint): void {
    const { maxConnectionsPerIp } = this.#rules;
    const fromThere = this.#perAddress.get(remote.address) ?? 0;
    if (maxConnectionsPerIp > 0 && fromThere >= maxConnectionsPerIp) {
      this.#refuse(socket, 'connections-per-address', remote);
      return;
    }
    this.#perAddress.set(remote.address, fromThere + 1);
    socket.once('close', () => this.#release(remote.address));
    if (this.#handshakes) this.#secure(socket, remote, this.#handshakes);
    else this.#letIn(socket, remote);
  }

  #secure(socket: Socket, remote: Endpoint, handshakes: TlsHandshakes): void {
    this.#lobby.enter(socket);
    handshakes.begin(socket, (secured) => {
      if (!this.#lobby.leave(socket)) return;
      if (secured) this.#letIn(secured, remote);
      else this.#refuse(socket, 'tls', remote);
    });
  }

  #letIn(socket: Socket, remote: Endpoint): void {
    this.emit('accepted', socket, remote);
    // After a PROXY header, what the client sent waits.
    socket.resume();
  }

  #refuse(socket: Socket, refusal: Refusal, { address } = remoteOf(socket)): void {
    socket.destroy();
    this.emit('refused', address, refusal);
  }

  #release(address: string): void {
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
