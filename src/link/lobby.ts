import type { Socket } from 'node:net';

/** Beyond so many, the one that waits longest gives way. */
const MAX_WAITING = 1_000;
/** ms that everyone may wait, however many there are. */
const UNDISTURBED = 2_000;

/**
 * Connections that are accepted and not let in yet: a PROXY header or a TLS handshake is to come. Each has a
 * deadline, and none keeps the process running.
 */
export class Lobby {
  readonly #deadline: number;
  readonly #expired: (socket: Socket) => void;
  /** In order of arrival. */
  readonly #waiting = new Map<Socket, { readonly since: number; readonly timer: NodeJS.Timeout }>();

  /** `expired` is called after `deadline` ms, or when a connection gives way; it closes the connection. */
  constructor(deadline: number, expired: (socket: Socket) => void) {
    this.#deadline = deadline;
    this.#expired = expired;
  }

  enter(socket: Socket): void {
    const timer = setTimeout(() => this.#expire(socket), this.#deadline).unref();
    this.#waiting.set(socket, { since: performance.now(), timer });
    socket.unref();
    if (this.#waiting.size > MAX_WAITING) this.#giveWay();
  }

  /** Whoever lets a connection in, or hears that it is closed, says so; false where it had to go before. */
  leave(socket: Socket): boolean {
    clearTimeout(this.#waiting.get(socket)?.timer);
    socket.ref();
    return this.#waiting.delete(socket);
  }

  /** Closes all that wait. */
  close(): void {
    for (const socket of this.#waiting.keys()) {
      this.leave(socket);
      socket.destroy();
    }
  }

  #giveWay(): void {
    const [oldest] = this.#waiting;
    if (oldest && performance.now() - oldest[1].since > UNDISTURBED) this.#expire(oldest[0]);
  }

  #expire(socket: Socket): void {
    this.leave(socket);
    this.#expired(socket);
  }
}
