import type { Server } from 'node:net';

/** Milliseconds before the second attempt; each further one waits twice as long, up to the last. */
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 10_000;

/**
 * Callers that may wait to be accepted. Of a crowd beyond it the system drops the first packets, and who is
 * dropped tries again after 1, 3, 7, 15, 31 s. The system's own limit, mostly 4,096, holds as well.
 */
const BACKLOG = 16_384;

export interface ListenerObserver {
  listening(port: number): void;
  /** The port could not be had; the next attempt is `delay` ms away. */
  retrying(error: Error, delay: number): void;
  /** A listening server failed to accept a connection; it goes on. */
  error(error: Error): void;
}

/** Keeps a server listening: a port that is busy, or an address that is not there yet, is tried again. */
export class RetryingListener {
  readonly #server: Server;
  readonly #host: string;
  /** The port that was asked for. */
  readonly wantedPort: number;
  #delay = FIRST_DELAY;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  /** Calls `listen` at once. */
  constructor(server: Server, host: string, port: number, observer: ListenerObserver) {
    this.#server = server;
    this.#host = host;
    this.wantedPort = port;
    server.on('listening', () => {
      if (this.#closed) {
        server.close();
        return;
      }
      this.#delay = FIRST_DELAY;
      this.#retry = undefined;
      observer.listening(this.port ?? port);
    });
    server.on('error', (error) => {
      if (this.#closed) return;
      if (server.listening) observer.error(error);
      else observer.retrying(error, this.#retryLater());
    });
    this.#listen();
  }

  /** The port it listens on, undefined while it does not. */
  get port(): number | undefined {
    const address = this.#server.listening ? this.#server.address() : null;
    return address !== null && typeof address === 'object' ? address.port : undefined;
  }

  /** Whether the port is waited for. */
  get isRetrying(): boolean {
    return this.#retry !== undefined;
  }

  /** Keeps the process running, as it does at first. */
  ref(): void {
    this.#server.ref();
  }

  /** Goes on, but keeps no process running. */
  unref(): void {
    this.#server.unref();
  }

  /** Accepts no more. What is already connected is the caller's business. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    if (this.#server.listening) this.#server.close();
  }

  #listen(): void {
    this.#server.listen({ port: this.wantedPort, host: this.#host, backlog: BACKLOG });
  }

  #retryLater(): number {
    const delay = this.#delay;
    this.#delay = Math.min(2 * delay, LONGEST_DELAY);
    this.#retry = setTimeout(() => this.#listen(), delay);
    this.#retry.unref();
    return delay;
  }
}
