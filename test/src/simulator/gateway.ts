import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulator, type SimulatorOptions } from '../../../src/simulator';

/** A meter's connection as a gateway sees it. All octets are hex. */
export class Link {
  readonly socket: Socket;
  /** The segments as they came. */
  readonly segments: string[] = [];
  /** When each of them came, in milliseconds. */
  readonly times: number[] = [];
  #taken = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (octets) => {
      this.segments.push(octets.toString('hex'));
      this.times.push(performance.now());
    });
  }

  get received(): string {
    return this.segments.join('');
  }

  get closed(): boolean {
    return this.socket.destroyed;
  }

  send(hex: string): void {
    this.socket.write(Buffer.from(hex, 'hex'));
  }

  /** What came since the last look, once it is as long as expected. */
  async take(octets: number): Promise<string> {
    await until(() => this.received.length >= this.#taken + octets * 2);
    const taken = this.received.slice(this.#taken, this.#taken + octets * 2);
    this.#taken += taken.length;
    return taken;
  }

  /** Sends a request, and gives so many octets of what comes back. */
  async ask(request: string, octets: number): Promise<string> {
    this.send(request);
    return this.take(octets);
  }

  /** What came unasked for within a while. */
  async leftover(milliseconds = 60): Promise<string> {
    await sleep(milliseconds);
    return this.received.slice(this.#taken);
  }
}

/** A TCP server that knows no protocol, and a simulator that dials in to it. */
export class TestGateway {
  readonly links: Link[] = [];
  readonly #server: Server;
  readonly #simulators: Simulator[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.links.push(new Link(socket)));
  }

  static async listen(): Promise<TestGateway> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestGateway(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  simulator(options: SimulatorOptions = {}): Simulator {
    const simulator = new Simulator({ ...options, port: this.port });
    this.#simulators.push(simulator);
    return simulator;
  }

  /** The nth connection since the gateway listens, counted from 0. */
  async link(index = 0): Promise<Link> {
    await until(() => this.links.length > index);
    return this.links[index] as Link;
  }

  async close(): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.close()));
    for (const { socket } of this.links) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Waits until something holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(2);
}
