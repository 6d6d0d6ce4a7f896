import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../helpers/until';

/**
 * A meter of which only bytes are known, as hex: what it says on its own, and its answer to requests that
 * begin so; the first row that fits counts. `II` is DLMS's invoke-id-and-priority, the same in both.
 */
export interface Recording {
  readonly greeting: string;
  readonly answers: readonly (readonly [request: string, answer: string])[];
}

/** ms until a test gives up. */
const PATIENCE = 60_000;
/** Where the invoke octet of a GET stands in the hex: wrapper header, tag, choice. */
const INVOKE = 20;
const LEAD_OCTETS = /^(fe)+/;

/** Plays a recording into the gateway's port, and keeps what the gateway asked. */
export class RecordedMeter {
  /** Whole requests in hex, in order, lead octets left out. */
  readonly requests: string[] = [];
  /** All that came, in hex. */
  received = '';
  isClosed = false;
  #pending = '';

  private constructor(
    private readonly socket: Socket,
    private readonly recording: Recording,
  ) {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.isClosed = true;
    });
    socket.on('data', (octets) => this.#receive(octets.toString('hex')));
    socket.write(Buffer.from(recording.greeting, 'hex'));
  }

  static async dialIn(
    port: number,
    recording: Recording,
    localAddress = '127.0.0.1',
  ): Promise<RecordedMeter> {
    const socket = await connected({ port, host: '127.0.0.1', localAddress });
    return new RecordedMeter(socket, recording);
  }

  /** The first request that matches, asked already or still to come. */
  request(pattern: RegExp): Promise<string> {
    return until(
      () => this.requests.find((asked) => pattern.test(asked)),
      PATIENCE,
      () => `no ${pattern} among ${this.requests.join(' ')}`,
    );
  }

  /** Waits until the gateway has closed the link. */
  async closed(): Promise<void> {
    await until(
      () => this.isClosed || undefined,
      PATIENCE,
      () => 'the link is still open',
    );
  }

  hangUp(): void {
    this.socket.destroy();
  }

  #receive(hex: string): void {
    this.received += hex;
    this.#pending += hex;
    for (let request = this.#take(); request !== ''; request = this.#take()) {
      this.requests.push(request);
      this.socket.write(Buffer.from(answerTo(request, this.recording), 'hex'));
    }
  }

  /** The first whole request that is pending, or nothing. */
  #take(): string {
    this.#pending = this.#pending.replace(LEAD_OCTETS, '');
    const length = digits(this.#pending);
    if (!(length <= this.#pending.length)) return '';
    const request = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    return request;
  }
}

/** Dials until somebody answers, as meters do, because the gateway opens its port after its flows. */
async function connected(options: NetConnectOpts, tries = 100): Promise<Socket> {
  const socket = connect(options);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    if (tries === 0) throw error;
    await delay(100);
    return connected(options, tries - 1);
  }
}

/** Hex digits of a wrapper frame or else a DL/T 645 frame that begins here; NaN: too early to say. */
function digits(hex: string): number {
  return hex.startsWith('0001')
    ? 16 + 2 * Number.parseInt(hex.slice(12, 16), 16)
    : 24 + 2 * Number.parseInt(hex.slice(18, 20), 16);
}

function answerTo(request: string, { answers }: Recording): string {
  const invoke = request.slice(INVOKE, INVOKE + 2);
  const row = answers.find(([asked]) => request.startsWith(asked.replace('II', invoke)));
  return row ? row[1].replace('II', invoke) : '';
}
