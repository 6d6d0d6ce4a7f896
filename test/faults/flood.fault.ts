import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulator } from '../../src/simulator';
import { RemoteGateway } from './remote-gateway';
import { shouldBeAtMost } from './report';

const METERS = 100;
const FLOODERS = 8;
const DURATION = 8_000;
const MEGABYTE = 1 << 20;
const GARBAGE = [
  randomBytes(MEGABYTE),
  Buffer.alloc(MEGABYTE),
  Buffer.alloc(MEGABYTE, 0x68),
  Buffer.alloc(MEGABYTE, Buffer.from('00010001000100ff', 'hex')),
];

const numbered = (count: number): string => String(count + 1).padStart(12, '0');

describe('a flood of garbage', function () {
  this.timeout(120_000);

  it('from callers that dial again and again costs no good meter anything', async () => {
    const gateway = await RemoteGateway.start({ readEvery: 20 });
    const simulator = new Simulator({ port: gateway.port });
    for (let count = 0; count < METERS; count++)
      simulator.addEm114070({ address: numbered(count) });
    simulator.start();
    await gateway.until(({ online }) => online === METERS, 30_000);
    await gateway.mark();
    const lives: number[] = [];
    const flood = new Flood(gateway.port, (life) => lives.push(life));
    await sleep(DURATION);
    flood.stop();
    const sight = await gateway.look();
    await simulator.close();
    await gateway.stop();
    shouldBeAtMost({
      test: 'R06 status messages of one good meter during the flood',
      figure: sight.statuses,
      limit: 0,
    });
    shouldBeAtMost({
      test: `R06 reads of good meters without an answer, of ${sight.reads.length + sight.unanswered}`,
      figure: sight.unanswered,
      limit: 0,
    });
    shouldBeAtMost({
      test: 'R06 ms of event loop delay, p99',
      figure: Math.round(sight.delay.p99),
      limit: 50,
    });
    shouldBeAtMost({
      test: `R06 ms until a flooding caller is hung up on, the longest of ${lives.length}`,
      figure: Math.round(Math.max(...lives)),
      limit: 1_000,
    });
  });
});

/** Callers that send garbage as fast as it is taken, and dial again when they are hung up on. */
class Flood {
  readonly #port: number;
  readonly #hungUp: (life: number) => void;
  readonly #sockets = new Set<Socket>();
  #isOver = false;

  /** `hungUp` gets the ms that a caller was connected. */
  constructor(port: number, hungUp: (life: number) => void) {
    this.#port = port;
    this.#hungUp = hungUp;
    for (let count = 0; count < FLOODERS; count++) this.#dial(count);
  }

  stop(): void {
    this.#isOver = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  #dial(count: number): void {
    if (this.#isOver) return;
    const garbage = GARBAGE[count % GARBAGE.length] as Buffer;
    const socket = connect(this.#port, '127.0.0.1');
    this.#sockets.add(socket);
    let from = Number.NaN;
    const pour = (): void => {
      while (socket.writable && socket.write(garbage));
    };
    socket.on('connect', () => {
      from = performance.now();
      pour();
    });
    socket.on('drain', pour);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (!this.#isOver) this.#hungUp(performance.now() - from);
      setImmediate(() => this.#dial(count));
    });
  }
}
