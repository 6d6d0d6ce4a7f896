import { createHash } from 'node:crypto';
import type { Content } from '../content';
import { Failure, type Meter } from '../link';
import type { Publication } from '../telemetry';
import { AuditLog, type AuditRecord, auditMessage } from './audit';
import { notConnected } from './dlt645-meter';
import type { CommandHost } from './host';
import type { Prepared } from './method';
import { methodOf } from './methods';
import type { Channel } from './options';
import { CommandPolicy, checkExpiry } from './policy';
import type { LockState } from './relay-lock';
import { type CommandRequest, type Received, receive } from './request';
import { type CommandResponse, failed, succeeded } from './response';
import { canonicalJson } from './signature';
import { type WaitingRead, WaitingReads } from './waiting-reads';

/** A command as it came in. */
export interface CommandMessage {
  readonly channel: Channel;
  readonly meterId: string;
  /** Octets, text or an object. */
  readonly payload: unknown;
  /** The broker had kept it: nobody knows since when. */
  readonly retained: boolean;
}

/** Whoever brings commands, and gets what is to be published of them. */
export interface Bearer {
  /** The same after a restart. */
  readonly id: string;
  /** ms to wait for one answer of a meter. */
  readonly timeout: number;
  audit(publication: Publication): void;
  /** The answer to a command that an earlier process took. */
  deliver(meterId: string, response: CommandResponse): void;
}

interface InProgress {
  readonly fingerprint: string;
  readonly answer: Promise<CommandResponse>;
}

interface Order {
  readonly message: CommandMessage;
  readonly request: CommandRequest;
  readonly prepared: Prepared;
  readonly bearer: Bearer;
}

/** Orders at work at a time, of all meters; each waits for its meter. */
const MAX_IN_PROGRESS = 10_000;

/** Carries out the commands of one gateway, whichever node they come through. Each gets exactly one answer. */
export class CommandDesk {
  readonly policy: CommandPolicy;
  readonly statistics = { received: 0, succeeded: 0, failed: 0, repeated: 0, acts: 0 };
  readonly #host: CommandHost;
  readonly #audit: AuditLog | undefined;
  readonly #inProgress = new Map<string, InProgress>();
  readonly #bearers = new Map<string, Bearer>();
  readonly #waiting: WaitingReads;

  constructor(host: CommandHost) {
    this.#host = host;
    this.policy = new CommandPolicy(host);
    this.#audit = host.folder === undefined ? undefined : new AuditLog(host.folder);
    this.#waiting = new WaitingReads(() => host.values, {
      run: (read) => this.#runWaiting(read),
      deliver: ({ bearer, meterId }, response) =>
        this.#bearers.get(bearer)?.deliver(meterId, response),
    });
    void host.ready.then(() => this.#waitForMeters());
  }

  get topicPrefix(): string {
    return this.#host.topicPrefix;
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
    await this.#audit?.close();
  }

  async #answer(
    message: CommandMessage,
    { failure, request }: Received,
    bearer: Bearer,
  ): Promise<CommandResponse> {
    if (message.retained) {
      throw new Failure('retained-refused', 'a retained command is not carried out');
    }
    if (!request) throw failure ?? new Failure('invalid-request', 'Invalid request');
    const prepared = methodOf(request.method)(request.params);
    if (prepared.effect !== 'read') {
      if (request.queueUntil !== undefined) throw onlyReadsWait();
      return this.#once({ message, request, prepared, bearer });
    }
    checkExpiry(request);
    const { meterId } = message;
    const { timeout } = bearer;
    if (request.queueUntil !== undefined && !this.#host.directory.find(meterId)?.link) {
      return this.#waiting.add({ bearer: bearer.id, meterId, request, timeout });
    }
    return succeeded(request.id, await this.#run(meterId, prepared, timeout));
  }

  /** Where the store cannot be used, nothing has waited. */
  #waitForMeters(): void {
    try {
      this.#waiting.restore();
    } catch {
      return;
    }
    const { directory } = this.#host;
    directory.on('reach', (meter) => void this.#waiting.meterCame(meter));
    for (const meter of directory.meters()) void this.#waiting.meterCame(meter);
  }

  async #runWaiting({ meterId, request, timeout }: WaitingRead): Promise<CommandResponse> {
    try {
      const prepared = methodOf(request.method)(request.params);
      if (prepared.effect !== 'read') throw onlyReadsWait();
      return succeeded(request.id, await this.#run(meterId, prepared, timeout));
    } catch (error) {
      return failed(request.id, error);
    }
  }

  /** Under one id a meter does one thing, once. */
  async #once(order: Order): Promise<CommandResponse> {
    const { message, request } = order;
    const key = `${message.meterId}\n${typeof request.id}\n${request.id}`;
    const fingerprint = fingerprintOf(request);
    const known = this.#inProgress.get(key);
    if (known) {
      expectSame(known.fingerprint, fingerprint);
      return { ...(await known.answer), repeated: true };
    }
    const before = this.#host.executed.find(key);
    if (before) {
      expectSame(before.fingerprint, fingerprint);
      return { ...answerOf(request, before.answer), repeated: true };
    }
    if (this.#inProgress.size >= MAX_IN_PROGRESS) {
      throw new Failure('busy', `${MAX_IN_PROGRESS} orders are at work already`);
    }
    const answer = this.#carryOut(order, key, fingerprint);
    this.#inProgress.set(key, { fingerprint, answer });
    try {
      return await answer;
    } finally {
      this.#inProgress.delete(key);
    }
  }

  /** Whatever becomes of it is audited, and is its answer. */
  async #carryOut(order: Order, key: string, fingerprint: string): Promise<CommandResponse> {
    const { request } = order;
    let hasBegun = false;
    let what: string | undefined;
    let response: CommandResponse;
    try {
      const result = await this.#doAudited(order, async (contents) => {
        what = contents.map((content) => content.what).join(', ');
        await this.#host.executed.begin(key, fingerprint);
        hasBegun = true;
      });
      response = succeeded(request.id, result);
    } catch (error) {
      response = failed(request.id, error);
    }
    // Neither the answer nor its record can undo what was done: the answer is given all the same.
    if (hasBegun) await this.#host.executed.finish(key, response).catch(() => undefined);
    const outcome = { ...(what !== undefined && { what }), ...outcomeOf(response) };
    await this.#record(order, 'answered', outcome).catch(() => undefined);
    return response;
  }

  async #doAudited(order: Order, begin: (contents: readonly Content[]) => Promise<void>) {
    const { message, request, prepared, bearer } = order;
    const { meterId, channel } = message;
    await this.#record(order, 'asked').catch((error) => {
      throw new Failure('storage-failed', `no audit, no act: ${error.message}`);
    });
    checkExpiry(request);
    this.policy.checkChannel(prepared.effect, channel);
    const contents = prepared.contents(this.#reach(meterId));
    const restores = prepared.restores ?? false;
    const permit = this.policy.authorise({ meterId, channel, request, contents, restores });
    try {
      await begin(contents);
      return await this.#run(meterId, prepared, bearer.timeout, permit);
    } finally {
      permit.end();
      if (permit.wasUsed && prepared.effect === 'act') this.statistics.acts++;
    }
  }

  #run(
    meterId: string,
    prepared: Prepared,
    timeout: number,
    permit?: ReturnType<CommandPolicy['authorise']>,
  ) {
    const meter = () => this.#reach(meterId);
    meter();
    return prepared.run({ host: this.#host, meter, timeout, permit });
  }

  #reach(meterId: string): Meter {
    const meter = this.#host.directory.find(meterId);
    if (!meter?.link) throw notConnected();
    return meter;
  }

  /** On disk first, then to whom it may concern. Rejects where it is not on disk. */
  async #record(
    { message, request, bearer }: Order,
    phase: AuditRecord['phase'],
    outcome: Partial<AuditRecord> = {},
  ): Promise<void> {
    const { state } = request.params;
    const record: AuditRecord = {
      ts: Date.now(),
      gateway: this.#host.id,
      phase,
      meterId: message.meterId,
      id: request.id,
      method: request.method,
      channel: message.channel,
      ...(typeof state === 'string' && { state: state.slice(0, 16) }),
      ...(request.by !== undefined && { by: request.by }),
      ...(request.reason !== undefined && { reason: request.reason }),
      ...outcome,
    };
    await this.#audit?.append(record);
    bearer.audit(auditMessage(this.#host.topicPrefix, record));
  }

  #count({ success, repeated }: CommandResponse): void {
    this.statistics.received++;
    if (repeated) this.statistics.repeated++;
    else if (success) this.statistics.succeeded++;
    else this.statistics.failed++;
  }
}

function onlyReadsWait(): Failure {
  return new Failure('invalid-request', 'only reads wait for a meter');
}

/** What makes one request another than the next: what is asked, and not who asks or until when. */
function fingerprintOf({ method, params }: CommandRequest): string {
  return createHash('sha256')
    .update(canonicalJson([method, params]))
    .digest('base64url');
}

function expectSame(before: string, now: string): void {
  if (before === now) return;
  throw new Failure('duplicate', 'this id belongs to another command');
}

/** Without an answer it was cut off in the middle: it may have been done. */
function answerOf({ id }: CommandRequest, answer: unknown): CommandResponse {
  if (typeof answer === 'object' && answer !== null) return answer as CommandResponse;
  return failed(id, new Failure('uncertain', 'the gateway ended before the answer came'));
}

function outcomeOf(response: CommandResponse): Partial<AuditRecord> {
  if (!response.success) {
    const { success, code, error } = response;
    return { success, code, error };
  }
  const { relay_state: relayState } = response.result;
  return { success: true, ...(typeof relayState === 'string' && { relayState }) };
}
