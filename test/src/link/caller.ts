import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A meter's end of a connection. All octets are hex. */
export class Caller {
  readonly socket: Socket;
  received = '';
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (octets) => {
      this.received += octets.toString('hex');
    });
    socket.on('close', () => {
      this.closed = true;
    });
  }

  /** `from` is the meter's own address, where it matters. */
  static async dial(port: number, host = '127.0.0.1', from?: string): Promise<Caller> {
    const own = from === undefined ? {} : { localAddress: from };
    const socket = connect({ port, host, noDelay: true, ...own });
    const caller = new Caller(socket);
    await once(socket, 'connect');
    return caller;
  }

  send(hex: string): void {
    this.socket.write(octets(hex));
  }

  /** Waits for exactly this request, and answers it. */
  async answer(request: string, answer: string): Promise<void> {
    await this.expect(request);
    this.send(answer);
  }

  /** Waits for exactly these octets. */
  async expect(request: string): Promise<void> {
    const wanted = plain(request);
    await until(() => this.received.length >= wanted.length);
    const got = this.received.slice(0, wanted.length);
    this.received = this.received.slice(wanted.length);
    got.should.equal(wanted);
  }

  hangUp(): void {
    this.socket.destroy();
  }
}

export function octets(hex: string): Uint8Array {
  return Buffer.from(plain(hex), 'hex');
}

function plain(hex: string): string {
  return hex.replace(/\s/g, '').toLowerCase();
}

/** The real ones: a test may mock the timers. */
const { setTimeout, performance } = { ...globalThis };
const now = performance.now.bind(performance);
const MAX_WAIT = 15_000;

/** Waits until something holds; works while timers are mocked. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = now() + MAX_WAIT;
  while (!holds()) {
    if (now() > deadline) throw new Error(`in vain: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Lets whatever is under way on the loopback arrive, and what follows from it. */
export async function settle(turns = 50): Promise<void> {
  for (let count = 0; count < turns; count++) await turn();
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
