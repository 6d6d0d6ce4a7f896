import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Content } from '../content';
import { FrameStream, type FrameStreamOptions, type StreamItem } from '../framing';
import { type Endpoint, remoteOf } from '../net/endpoint';
import { Failure } from './failure';
import { NoiseLimit } from './noise-limit';
import { Outlet, type Permit } from './outlet';
import { type Priority, type Recognise, Transactions } from './transactions';

/**
 * Sends one request and gives its answer, or fails with `command-timeout`. `content` is what the request is,
 * where it cannot be seen in its octets: of a ciphered one, what is in it.
 */
export type Exchange = <Answer>(
  request: Uint8Array,
  recognise: Recognise<Answer>,
  timeout: number,
  content?: Content,
) => Promise<Answer>;

export type CloseReason =
  | 'closed-by-meter'
  | 'idle'
  | 'unidentified'
  | 'taken-over'
  /** Another device has the meter of this id. */
  | 'duplicate'
  | 'limit'
  | 'noise' // a flood of octets that are no frame
  | 'rejected' // by the meter policy
  | 'error'
  | 'gateway-stopped'
  | 'disconnected';

export interface LinkOptions extends FrameStreamOptions {
  /** A name that is never used again. */
  readonly id: string;
  /** ms without a received octet until the link is closed. */
  readonly idleTimeout: number;
  /** Who is at the other end, where that is not the socket's peer but behind it. */
  readonly remote?: Endpoint;
  /** ms between two messages of meters that only push, and are never asked. */
  readonly pushInterval?: number | undefined;
}

interface LinkEvents {
  /** A frame that answers nothing that was asked, or octets that are no frame. */
  unsolicited: [item: StreamItem];
  /** Every frame, also answers; it has been counted as a sign of life. */
  received: [item: StreamItem];
  /** Octets as they came or went, for a mirror of the traffic. */
  traffic: [direction: 'in' | 'out', octets: Uint8Array];
  closed: [reason: CloseReason];
}

/** A frame that began must be complete this long after its last octet came. */
const PARTIAL_FRAME_DEADLINE = 3_000;
/** Octets after which other links have their turn: hostile ones cost up to a microsecond each. */
const TURN = 2 * 1024;
/** Octets waiting to go out to a meter that does not take them; beyond it the link is dead. */
const MAX_UNSENT = 256 * 1024;

/**
 * One accepted TCP connection. It lives on what the meter sends: our own writes prove nothing, and a
 * half-open connection takes them for a quarter of an hour.
 */
export class Link extends EventEmitter<LinkEvents> {
  readonly id: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** ms between two messages of meters that only push, and are never asked; undefined: others are here. */
  pushInterval: number | undefined;
  /** ms since 1970. */
  readonly acceptedAt = Date.now();
  bytesReceived = 0;
  bytesSent = 0;
  /** Answers that came after their request had been given up. */
  lateAnswers = 0;
  /** Monotonic ms of the last received octet; at first, of the accept. */
  lastReceivedAt = performance.now();
  readonly #socket: Socket;
  readonly #stream: FrameStream;
  readonly #noise = new NoiseLimit();
  readonly #outlet = new Outlet();
  readonly #transactions = new Transactions((octets) => this.#send(octets));
  #idleTimeout: number;
  #idleTimer: NodeJS.Timeout;
  #partialTimer: NodeJS.Timeout | undefined;
  #closed: CloseReason | undefined;
  #isHeld = false;
  /** Octets looked at since others had their turn. */
  #sinceTurn = 0;
  /** Whether more is looked at only when others have had it. */
  #awaitsTurn = false;

  constructor(socket: Socket, options: LinkOptions) {
    super();
    this.id = options.id;
    const remote = options.remote ?? remoteOf(socket);
    this.remoteAddress = remote.address;
    this.remotePort = remote.port;
    this.#socket = socket;
    this.#stream = new FrameStream(options);
    this.pushInterval = options.pushInterval;
    this.#idleTimeout = options.idleTimeout;
    this.#idleTimer = this.#awaitIdle();
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => this.close('error'));
    socket.on('close', () => this.close('closed-by-meter'));
  }

  /** ms without a received octet until the link is closed. */
  get idleTimeout(): number {
    return this.#idleTimeout;
  }

  /** The time that is set begins now. */
  set idleTimeout(idleTimeout: number) {
    this.#idleTimeout = idleTimeout;
    clearTimeout(this.#idleTimer);
    if (!this.#closed) this.#idleTimer = this.#awaitIdle();
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** Undefined while it is open. */
  get closeReason(): CloseReason | undefined {
    return this.#closed;
  }

  /** Whether a request was given up whose answer may still come. */
  get awaitsLate(): boolean {
    return this.#transactions.awaitsLate;
  }

  /**
   * Runs `work` alone on the link; within it `exchange` sends a request and gives its answer. What is more
   * than a read needs a permit, else `exchange` fails with `write-disabled` or `relay-disabled`.
   * Fails with `meter-not-connected` when the link closes before the work is done.
   */
  transact<Result>(
    priority: Priority,
    work: (exchange: Exchange) => Promise<Result>,
    permit?: Permit,
  ): Promise<Result> {
    return this.#transactions.run(priority, (send) =>
      work(async (request, recognise, timeout, content) => {
        this.#outlet.admit(request, permit, content);
        return send(request, recognise, timeout);
      }),
    );
  }

  /**
   * Sends octets that ask for nothing.
   * @throws Failure where they hold a request that is more than a read.
   */
  write(octets: Uint8Array): void {
    this.#outlet.admit(octets, undefined);
    this.#send(octets);
  }

  #send(octets: Uint8Array): void {
    if (this.#closed) return;
    this.bytesSent += octets.length;
    this.emit('traffic', 'out', octets);
    this.#socket.write(octets);
    if (this.#socket.writableLength > MAX_UNSENT) this.close('error');
  }

  /** Reads no more: what the meter sends waits with the operating system, and the link is not idle. */
  pause(): void {
    this.#isHeld = true;
    this.#socket.pause();
  }

  resume(): void {
    if (this.#isHeld) this.#idleTimer.refresh();
    this.#isHeld = false;
    this.#readOn();
  }

  ref(): void {
    this.#socket.ref();
  }

  /** Goes on, but keeps no process running. */
  unref(): void {
    this.#socket.unref();
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = reason;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#partialTimer);
    this.#socket.destroy();
    this.#transactions.end(new Failure('meter-not-connected', 'Connection closed'));
    this.emit('closed', reason);
  }

  /** The socket keeps the process running as long as need be; this timer does not. */
  #awaitIdle(): NodeJS.Timeout {
    const idle = (): void => {
      if (this.#isHeld) this.#idleTimer.refresh();
      else this.close('idle');
    };
    return setTimeout(idle, this.#idleTimeout).unref();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#closed) return;
    this.bytesReceived += chunk.length;
    this.lastReceivedAt = performance.now();
    this.#idleTimer.refresh();
    this.emit('traffic', 'in', chunk);
    this.#take(chunk);
  }

  /**
   * Looks at as much as others leave room for, and at the rest when they have had their turn: the operating
   * system hands over what it has in one go, so that a few floods would be all that is heard.
   */
  #take(octets: Uint8Array): void {
    const room = TURN - this.#sinceTurn;
    this.#deliver(this.#stream.push(octets.subarray(0, room)));
    this.#watchPartialFrame();
    this.#sinceTurn += Math.min(room, octets.length);
    if (this.#sinceTurn < TURN || this.#closed) return;
    this.#sinceTurn = 0;
    this.#awaitsTurn = true;
    this.#socket.pause();
    setImmediate(() => {
      this.#awaitsTurn = false;
      if (octets.length > room && !this.#closed) this.#take(octets.subarray(room));
      this.#readOn();
    });
  }

  #readOn(): void {
    if (!this.#isHeld && !this.#awaitsTurn) this.#socket.resume();
  }

  #watchPartialFrame(): void {
    clearTimeout(this.#partialTimer);
    if (this.#stream.pending === 0 || this.#closed) return;
    const expire = (): void => {
      if (this.#isHeld) this.#watchPartialFrame();
      else this.#deliver(this.#stream.expire());
    };
    this.#partialTimer = setTimeout(expire, PARTIAL_FRAME_DEADLINE).unref();
  }

  #deliver(items: readonly StreamItem[]): void {
    for (const item of items) {
      const isNoise = item.kind === 'unknown';
      if (isNoise && !this.#noise.admits(item.octets.length)) this.close('noise');
      if (this.#closed) return;
      if (!isNoise) this.emit('received', item);
      const offered = this.#transactions.offer(item);
      if (offered === 'late') this.lateAnswers++;
      if (offered === 'unsolicited') this.emit('unsolicited', item);
    }
  }
}
