import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** 13H, read address, to AAAAAAAAAAAA. */
const WHO_IS_THERE = Buffer.from('68aaaaaaaaaaaa681300df16', 'hex');
const VOLTAGE_A = [0x33, 0x34, 0x34, 0x35];
/** Of an answer to read address: a start octet and the address, after any lead octets. */
const START = 0x68;

/** The least that polls meters: no framing, no deadline, no names; one write, one chunk, next. */
export class LeastServer {
  readonly #server = createServer((socket) => this.#greet(socket));
  /** Of each meter, the whole request. */
  readonly #requests = new Map<Socket, Buffer>();
  #answered = 0;
  #done: () => void = () => undefined;

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  get meters(): number {
    return this.#requests.size;
  }

  /** Asks every meter for one voltage. */
  pollAll(): Promise<void> {
    this.#answered = 0;
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    for (const [socket, request] of this.#requests) socket.write(request);
    return done;
  }

  close(): void {
    for (const socket of this.#requests.keys()) socket.destroy();
    this.#server.close();
  }

  #greet(socket: Socket): void {
    socket.setNoDelay(true).on('error', () => undefined);
    socket.once('data', (answer) => {
      const at = answer.indexOf(START);
      this.#requests.set(socket, readVoltage(answer.subarray(at + 1, at + 7)));
      socket.on('data', () => {
        if (++this.#answered === this.#requests.size) this.#done();
      });
    });
    socket.write(WHO_IS_THERE);
  }
}

function readVoltage(address: Uint8Array): Buffer {
  const octets = [START, ...address, START, 0x11, 4, ...VOLTAGE_A];
  const sum = octets.reduce((total, octet) => total + octet, 0);
  return Buffer.from([...octets, sum & 0xff, 0x16]);
}
