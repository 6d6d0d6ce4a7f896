import { EventEmitter } from 'node:events';
import { Gate } from '../gate/gate';
import type { Publication } from '../telemetry';
import type { CommandDesk, CommandMessage } from './desk';
import { responseMessage } from './response';

interface CommandPortEvents {
  response: [publication: Publication];
  audit: [publication: Publication];
}

/** Commands in, answers and audit records out. While it is held, what is to go out waits. */
export class CommandPort extends EventEmitter<CommandPortEvents> {
  #desk: CommandDesk;
  #timeout: number;
  readonly #gate = new Gate();

  /** `timeout`: ms to wait for one answer of a meter. */
  constructor(desk: CommandDesk, timeout: number) {
    super();
    this.#desk = desk;
    this.#timeout = timeout;
    this.#gate.hold();
  }

  /** Goes on under other settings; false at another desk. */
  configure(desk: CommandDesk, timeout: number): boolean {
    if (desk !== this.#desk) return false;
    this.#timeout = timeout;
    return true;
  }

  /** Resolves when the command is answered. */
  async take(message: CommandMessage): Promise<void> {
    const response = await this.#desk.handle(message, {
      timeout: this.#timeout,
      audit: (publication) => this.#gate.pass(() => this.emit('audit', publication)),
    });
    const publication = responseMessage(this.#desk.topicPrefix, message.meterId, response);
    this.#gate.pass(() => this.emit('response', publication));
  }

  hold(): void {
    this.removeAllListeners();
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  close(): void {
    this.removeAllListeners();
  }
}
