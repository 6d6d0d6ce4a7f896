import { EventEmitter } from 'node:events';
import { Gate } from '../gate/gate';
import type { Publication } from '../telemetry';
import type { CommandDesk } from './desk';
import type { Bearer, CommandMessage } from './message';
import { type CommandResponse, responseMessage } from './response';

interface CommandPortEvents {
  /** `request`: what came along with the command. */
  response: [publication: Publication, request: Readonly<Record<string, unknown>>];
  audit: [publication: Publication];
}

/** Commands in, answers and audit records out. While it is held, what is to go out waits. */
export class CommandPort extends EventEmitter<CommandPortEvents> implements Bearer {
  readonly id: string;
  inProgress = 0;
  succeeded = 0;
  failed = 0;
  readonly #desk: CommandDesk;
  timeout: number;
  readonly #gate = new Gate();

  /**
   * `id`: the same after a restart. `timeout`: ms to wait for one answer of a meter. Nothing goes out before
   * the first `release`.
   */
  constructor(desk: CommandDesk, id: string, timeout: number) {
    super();
    this.#desk = desk;
    this.id = id;
    this.timeout = timeout;
    this.#gate.hold();
    desk.register(this);
  }

  /** Nothing that switches is done. */
  get isLocked(): boolean {
    return this.#desk.isLocked;
  }

  /** Goes on under other settings; false at another desk. */
  configure(desk: CommandDesk, timeout: number): boolean {
    if (desk !== this.#desk) return false;
    this.timeout = timeout;
    return true;
  }

  /** Resolves when the command is answered. */
  async take(
    message: CommandMessage,
    request: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    this.inProgress++;
    const response = await this.#desk.handle(message, this);
    this.inProgress--;
    if (response.success) this.succeeded++;
    else this.failed++;
    this.deliver(message.meterId, response, request);
  }

  audit(publication: Publication): void {
    this.#gate.pass(() => this.emit('audit', publication));
  }

  deliver(
    meterId: string,
    response: CommandResponse,
    request: Readonly<Record<string, unknown>> = {},
  ): void {
    const publication = responseMessage(this.#desk.topicPrefix, meterId, response);
    this.#gate.pass(() => this.emit('response', publication, request));
  }

  /**
   * Takes a message of the relay lock's topic.
   * @throws StorageError where the state will not outlast a restart; it holds all the same.
   */
  async takeLock(payload: unknown): Promise<void> {
    await this.#desk.takeLock(payload);
  }

  hold(): void {
    this.removeAllListeners();
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  close(): void {
    this.#desk.unregister(this);
    this.removeAllListeners();
  }
}
