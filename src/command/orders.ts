import type { Content } from '../content';
import { Failure } from '../link';
import { AuditLog, type AuditRecord, auditMessage } from './audit';
import type { CommandHost } from './host';
import { type Bearer, type CommandMessage, deadlineOf } from './message';
import type { Prepared, Result } from './method';
import { type Note, Once } from './once';
import type { CommandPolicy, OrderPermit } from './policy';
import { type CommandRequest, checkDeadline } from './request';
import { type CommandResponse, failed, succeeded } from './response';
import { reach, runOnMeter } from './run-on-meter';

/** A command that writes or switches. */
export interface Order {
  readonly message: CommandMessage;
  readonly request: CommandRequest;
  readonly prepared: Prepared;
  readonly bearer: Bearer;
}

/** What is known of an order while it is carried out. */
interface Progress {
  /** What its requests to the meter are, once that is known. */
  contents?: readonly Content[];
  permit?: OrderPermit;
}

/** Carries out what changes meters: by leave of the policy, once, and audited. */
export class Orders {
  /** How often something that switches has left for a meter. */
  acts = 0;
  readonly #host: CommandHost;
  readonly #policy: CommandPolicy;
  readonly #once: Once;
  readonly #audit: AuditLog | undefined;

  constructor(host: CommandHost, policy: CommandPolicy) {
    this.#host = host;
    this.#policy = policy;
    this.#once = new Once(() => host.executed);
    this.#audit = host.folder === undefined ? undefined : new AuditLog(host.folder);
  }

  /** @throws Failure `duplicate` or `busy`; whatever else goes wrong is the answer. */
  take(order: Order): Promise<CommandResponse> {
    const { message, request } = order;
    return this.#once.answer(message.meterId, request, (note) => this.#carryOut(order, note));
  }

  /** The answer to an order that is not even looked at. It is audited all the same. */
  async refuse(order: Order, why: Failure): Promise<CommandResponse> {
    const response = failed(order.request.id, why);
    await this.#record(order, 'asked').catch(() => undefined);
    await this.#record(order, 'answered', outcomeOf(response)).catch(() => undefined);
    return response;
  }

  async close(): Promise<void> {
    await this.#audit?.close();
  }

  /** Whatever becomes of it is audited, and is its answer. */
  async #carryOut(order: Order, note: Note): Promise<CommandResponse> {
    const { id } = order.request;
    const progress: Progress = {};
    let response: CommandResponse;
    try {
      response = succeeded(id, await this.#doAudited(order, note, progress));
    } catch (error) {
      response = failed(id, error);
    }
    const { contents, permit } = progress;
    await note.finish(response, permit?.wasUsed ?? false);
    const what = contents?.map((content) => content.what).join(', ');
    const outcome = { ...(what !== undefined && { what }), ...outcomeOf(response) };
    // What was done stays done where its record cannot be written.
    await this.#record(order, 'answered', outcome).catch(() => undefined);
    return response;
  }

  async #doAudited(order: Order, note: Note, progress: Progress): Promise<Result> {
    const { message, request, prepared, bearer } = order;
    const { meterId, channel } = message;
    await this.#record(order, 'asked').catch((error) => {
      throw new Failure('storage-failed', `no audit, no act: ${error.message}`);
    });
    const deadline = deadlineOf(message, request);
    checkDeadline(deadline);
    this.#policy.checkChannel(prepared.effect, channel);
    const contents = prepared.contents(reach(this.#host, meterId));
    progress.contents = contents;
    const restores = prepared.restores ?? false;
    const asked = { meterId, channel, request, deadline, contents, restores };
    const permit = this.#policy.authorise(asked);
    progress.permit = permit;
    const isAct = prepared.effect === 'act';
    try {
      await note.begin(isAct ? meterId : undefined);
      return await runOnMeter(this.#host, meterId, prepared, { timeout: bearer.timeout, permit });
    } finally {
      permit.end();
      if (permit.wasUsed && isAct) this.acts++;
    }
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
}

function outcomeOf(response: CommandResponse): Partial<AuditRecord> {
  if (!response.success) {
    const { success, code, error } = response;
    return { success, code, error };
  }
  const { relay_state: relayState } = response.result;
  return { success: true, ...(typeof relayState === 'string' && { relayState }) };
}
