import { Failure, type Meter } from '../link';
import type { ValueMemory } from './relay-lock';
import type { CommandRequest } from './request';
import { type CommandResponse, failed } from './response';

/** A read whose meter is not there. */
export interface WaitingRead {
  /** Who gets the answer after a restart. */
  readonly bearer: string;
  readonly meterId: string;
  readonly request: CommandRequest;
  /** ms since 1970: until when it waits. */
  readonly until: number;
  /** ms to wait for one answer of the meter. */
  readonly timeout: number;
}

interface Entry extends WaitingRead {
  /** Absent after a restart: then the bearer is looked up. */
  readonly answer?: (response: CommandResponse) => void;
}

export interface WaitingReadsHost {
  /** Carries the read out, now that the meter is there. */
  run(read: WaitingRead): Promise<CommandResponse>;
  /** Gives the answer to a bearer that another process knew. */
  deliver(read: WaitingRead, response: CommandResponse): void;
}

const NAME = 'waiting-reads';
const MAX_WAITING = 100;
const LONGEST = 7 * 24 * 3_600_000;
const SWEEP = 1_000;

/** Reads that wait for their meters, also over a restart, until their time is over. Nothing else waits. */
export class WaitingReads {
  readonly #memory: () => ValueMemory;
  readonly #host: WaitingReadsHost;
  #entries: readonly Entry[] = [];
  #sweep: NodeJS.Timeout | undefined;

  constructor(memory: () => ValueMemory, host: WaitingReadsHost) {
    this.#memory = memory;
    this.#host = host;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** What waited when the last process ended. */
  restore(): void {
    const stored = this.#memory().get(NAME);
    this.#entries = Array.isArray(stored) ? stored.filter(isWaitingRead).slice(0, MAX_WAITING) : [];
    this.#watch();
  }

  /**
   * The answer, when the meter has come or the time is over.
   * @throws Failure where it cannot wait so long, or too many do.
   */
  async add(read: WaitingRead): Promise<CommandResponse> {
    const left = read.until - Date.now();
    if (left <= 0) throw expired();
    if (left > LONGEST) throw new Failure('invalid-request', 'reads wait for seven days at most');
    if (this.size >= MAX_WAITING) {
      throw new Failure('busy', `${MAX_WAITING} reads are waiting for meters already`);
    }
    const answered = new Promise<CommandResponse>((resolve) => {
      this.#entries = [...this.#entries, { ...read, answer: resolve }];
    });
    try {
      await this.#store();
    } catch (error) {
      this.#entries = this.#entries.filter(({ request }) => request !== read.request);
      throw error;
    }
    this.#watch();
    return answered;
  }

  /** A meter is there: what waited for it is read, one after another. */
  async meterCame({ id, link }: Meter): Promise<void> {
    if (!link || !this.#entries.some(({ meterId }) => meterId === id)) return;
    const here = this.#entries.filter(({ meterId }) => meterId === id);
    this.#entries = this.#entries.filter(({ meterId }) => meterId !== id);
    const again: Entry[] = [];
    for (const entry of here) {
      const response = await this.#host.run(entry);
      const hasGone = !response.success && response.code === 'meter-not-connected';
      if (hasGone && entry.until > Date.now()) again.push(entry);
      else this.#answer(entry, response);
    }
    this.#entries = [...again, ...this.#entries];
    await this.#store().catch(() => undefined);
    this.#watch();
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #answer(entry: Entry, response: CommandResponse): void {
    if (entry.answer) entry.answer(response);
    else this.#host.deliver(entry, response);
  }

  #watch(): void {
    if (this.#entries.length === 0) this.close();
    else this.#sweep ??= setInterval(() => this.#expire(), SWEEP).unref();
  }

  #expire(): void {
    const now = Date.now();
    const over = this.#entries.filter(({ until }) => until <= now);
    if (over.length === 0) return;
    this.#entries = this.#entries.filter((entry) => !over.includes(entry));
    for (const entry of over) this.#answer(entry, failed(entry.request.id, expired()));
    this.#store().catch(() => undefined);
    this.#watch();
  }

  async #store(): Promise<void> {
    const reads = this.#entries.map(({ answer: _, ...read }) => read);
    await this.#memory().set(NAME, reads);
  }
}

function expired(): Failure {
  return new Failure('expired', 'the meter did not come in time');
}

function isWaitingRead(value: unknown): value is WaitingRead {
  const { bearer, meterId, request, until, timeout } = (value ?? {}) as Partial<WaitingRead>;
  return (
    typeof bearer === 'string' &&
    typeof meterId === 'string' &&
    typeof until === 'number' &&
    typeof timeout === 'number' &&
    typeof request === 'object'
  );
}
