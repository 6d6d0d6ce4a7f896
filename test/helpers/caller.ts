import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from './until';

/** What dials in to a gateway in place of a meter, and says what a test tells it to. All octets are hex. */
export class Caller {
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (octets) => {
      this.#received += octets.toString('hex');
    });
  }

  static async dial(port: number): Promise<Caller> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const caller = new Caller(socket);
    await once(socket, 'connect');
    return caller;
  }

  get port(): number {
    return this.#socket.localPort ?? 0;
  }

  get isClosed(): boolean {
    return this.#socket.closed;
  }

  /** Everything that has come so far. */
  get received(): string {
    return this.#received;
  }

  say(hex: string): void {
    this.#socket.write(Buffer.from(hex, 'hex'));
  }

  /** Waits until so many octets have come since the connection began, and gives all of them. */
  async hear(octets: number): Promise<string> {
    const look = () => (this.#received.length >= 2 * octets ? this.#received : undefined);
    return until(look, 4_000, () => `only ${this.#received} came`);
  }

  async closed(within = 2_000): Promise<void> {
    await until(
      () => (this.isClosed ? true : undefined),
      within,
      () => 'the connection is still open',
    );
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}
