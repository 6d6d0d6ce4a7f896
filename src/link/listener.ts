import { EventEmitter } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { RetryingListener } from '../net/retrying-listener';

export interface AcceptLimits {
  readonly maxConnections: number;
  /** 0: no limit. */
  readonly maxConnectionsPerIp: number;
}

export interface ListenerOptions extends AcceptLimits {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

interface ListenerEvents {
  listening: [port: number];
  /** The port could not be had; it is tried again. */
  retrying: [error: Error];
  /** A connection could not be accepted, for want of file descriptors for example. */
  failed: [error: Error];
  accepted: [socket: Socket];
  /** A caller beyond the limits was hung up on. */
  refused: [remoteAddress: string];
}

/** ms of silence until the operating system asks whether the other end is still there. */
const KEEP_ALIVE = 60_000;

/** A port that meters dial in to. A busy port is tried again until it is free. */
export class Listener extends EventEmitter<ListenerEvents> {
  #limits: AcceptLimits;
  readonly #perAddress = new Map<string, number>();
  #connections = 0;
  readonly #listening: RetryingListener;

  constructor(options: ListenerOptions) {
    super();
    this.#limits = options;
    const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE });
    server.on('connection', (socket) => this.#accept(socket));
    this.#listening = new RetryingListener(server, options.host, options.port, {
      listening: (port) => this.emit('listening', port),
      retrying: (error) => this.emit('retrying', error),
      error: (error) => this.emit('failed', error),
    });
  }

  /** From now on, other limits hold; connections beyond them stay. */
  limit(limits: AcceptLimits): void {
    this.#limits = limits;
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
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const fromThere = this.#perAddress.get(address) ?? 0;
    const { maxConnections, maxConnectionsPerIp } = this.#limits;
    const overLimit =
      this.#connections >= maxConnections ||
      (maxConnectionsPerIp > 0 && fromThere >= maxConnectionsPerIp);
    if (overLimit || !address) {
      socket.on('error', () => undefined);
      socket.destroy();
      this.emit('refused', address);
      return;
    }
    this.#connections++;
    this.#perAddress.set(address, fromThere + 1);
    socket.once('close', () => this.#release(address));
    this.emit('accepted', socket);
  }

  #release(address: string): void {
    this.#connections--;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
