import { Failure } from '../link';
import type { CommandHost } from './host';
import { type Bearer, type CommandMessage, deadlineOf } from './message';
import type { Prepared } from './method';
import { methodOf } from './methods';
import { Orders } from './orders';
import { CommandPolicy } from './policy';
import type { LockState } from './relay-lock';
import { type CommandRequest, checkDeadline, type Received, receive } from './request';
import { type CommandResponse, failed, succeeded } from './response';
import { runOnMeter } from './run-on-meter';
import { type WaitingRead, WaitingReads } from './waiting-reads';

/** Carries out the commands of one gateway, whichever node they come through. Each gets exactly one answer. */
export class CommandDesk {
  readonly policy: CommandPolicy;
  readonly #counts = { received: 0, succeeded: 0, failed: 0, repeated: 0 };
  readonly #host: CommandHost;
  readonly #orders: Orders;
  readonly #bearers = new Map<string, Bearer>();
  readonly #waiting: WaitingReads;

  constructor(host: CommandHost) {
    this.#host = host;
    this.policy = new CommandPolicy(host);
    this.#orders = new Orders(host, this.policy);
    this.#waiting = new WaitingReads(() => host.values, {
      run: (read) => this.#runWaiting(read),
      deliver: ({ bearer, meterId }, response) =>
        this.#bearers.get(bearer)?.deliver(meterId, response),
    });
    void host.ready.then(() => this.#recall());
  }

  get topicPrefix(): string {
    return this.#host.topicPrefix;
  }

  /** What came in and what became of it; `acts`: what switches and has left for a meter. */
  get statistics() {
    return { ...this.#counts, acts: this.#orders.acts, waiting: this.#waiting.size };
  }

  /** Nothing that switches is done. False while nobody knows. */
  get isLocked(): boolean {
    try {
      return this.policy.lock.state.locked;
    } catch {
      return false;
    }
  }

  /** @throws StorageError where the state will not outlast a restart; it holds all the same. */
  async takeLock(payload: unknown): Promise<LockState> {
    await this.#host.ready;
    return this.policy.lock.take(payload);
  }

  /** The answer; it never rejects. */
  async handle(message: CommandMessage, bearer: Bearer): Promise<CommandResponse> {
    // What was done before a restart has to be known before anything is done.
    await this.#host.ready;
    const received = receive(message.payload);
    const response = await this.#answer(message, received, bearer).catch((error) =>
      failed(received.id, error),
    );
    this.#count(response);
    return response;
  }

  /** What an earlier process took for this bearer is answered to it. */
  register(bearer: Bearer): void {
    this.#bearers.set(bearer.id, bearer);
  }

  unregister(bearer: Bearer): void {
    if (this.#bearers.get(bearer.id) === bearer) this.#bearers.delete(bearer.id);
  }

  /** No more commands come. */
  async close(): Promise<void> {
    this.#waiting.close();
    await this.#orders.close();
  }

  async #answer(
    message: CommandMessage,
    { failure, request }: Received,
    bearer: Bearer,
  ): Promise<CommandResponse> {
    if (!request) throw failure ?? new Failure('invalid-request', 'Invalid request');
    const prepared = methodOf(request.method)(request.params);
    if (prepared.effect === 'read') return this.#read(message, request, prepared, bearer);
    const order = { message, request, prepared, bearer };
    if (message.retained) return this.#orders.refuse(order, keptByBroker());
    if (request.queueUntil !== undefined) throw onlyReadsWait();
    return this.#orders.take(order);
  }

  async #read(
    message: CommandMessage,
    request: CommandRequest,
    prepared: Prepared,
    { id: bearer, timeout }: Bearer,
  ): Promise<CommandResponse> {
    if (message.retained) throw keptByBroker();
    const { meterId } = message;
    const deadline = deadlineOf(message, request);
    checkDeadline(deadline);
    if (request.queueUntil !== undefined && !this.#host.directory.find(meterId)?.link) {
      const until = Math.min(request.queueUntil, deadline);
      return this.#waiting.add({ bearer, meterId, request, timeout, until });
    }
    return this.#run(meterId, request, prepared, timeout);
  }

  /** What an earlier process switched and took. Where the store cannot be used, that is nothing. */
  #recall(): void {
    const { directory } = this.#host;
    try {
      this.policy.recall(this.#host.executed.switched());
      this.#waiting.restore();
    } catch {
      return;
    }
    directory.on('reach', (meter) => void this.#waiting.meterCame(meter));
    for (const meter of directory.meters()) void this.#waiting.meterCame(meter);
  }

  async #runWaiting({ meterId, request, timeout }: WaitingRead): Promise<CommandResponse> {
    try {
      const prepared = methodOf(request.method)(request.params);
      if (prepared.effect !== 'read') throw onlyReadsWait();
      return await this.#run(meterId, request, prepared, timeout);
    } catch (error) {
      return failed(request.id, error);
    }
  }

  async #run(
    meterId: string,
    { id }: CommandRequest,
    prepared: Prepared,
    timeout: number,
  ): Promise<CommandResponse> {
    const how = { timeout, permit: undefined };
    return succeeded(id, await runOnMeter(this.#host, meterId, prepared, how));
  }

  #count({ success, repeated }: CommandResponse): void {
    this.#counts.received++;
    if (repeated) this.#counts.repeated++;
    else if (success) this.#counts.succeeded++;
    else this.#counts.failed++;
  }
}

function keptByBroker(): Failure {
  return new Failure('retained-refused', 'a retained command is not carried out');
}

function onlyReadsWait(): Failure {
  return new Failure('invalid-request', 'only reads wait for a meter');
}
