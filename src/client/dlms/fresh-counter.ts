import { createHash } from 'node:crypto';
import type { CounterMemory } from '../../dlms/receive';
import type { InvocationCounterSource } from '../../dlms/security';
import { Failure } from '../../link';
import type { Leaps } from './leaps';

/** Where invocation counters are kept over restarts: the counters of the gateway's store. */
export interface CounterStore {
  /** False: what was used is forgotten with the process, so nothing may be ciphered. */
  readonly durable: boolean;
  /** Why it is not durable. */
  readonly reason?: string | undefined;
  readonly leaps: Leaps;
  /** The counters that meters have used. */
  readonly heard: CounterMemory;
  knows(name: string): boolean;
  /** Reserves `count` numbers on disk and gives the first, `atLeast` or more. Never gives one twice. */
  reserve(name: string, count: number, atLeast?: number): Promise<number>;
}

export const HIGHEST_COUNTER = 0xffffffff;

/** The invocation counters of one key under our title, each reserved on disk before it is used. */
export class FreshCounter implements InvocationCounterSource {
  readonly #store: CounterStore;
  readonly #name: string;
  #reserved: number | undefined;

  /** @throws Failure `storage-failed` where a restart would repeat numbers. */
  constructor(store: CounterStore, key: Uint8Array, title: Uint8Array) {
    if (!store.durable) {
      const reason = store.reason ?? 'invocation counters would be forgotten over a restart';
      throw new Failure('storage-failed', `no ciphered association: ${reason}`);
    }
    this.#store = store;
    this.#name = counterName(key, title);
  }

  get isKnown(): boolean {
    return this.#store.knows(this.#name);
  }

  /** Begins at `first`, or behind what was given before. */
  async startAt(first: number): Promise<void> {
    this.#reserved = await this.#reserve(first);
  }

  /**
   * Goes on at `atLeast`, where that is ahead by no more than `leap`. False where it is not: the meter is
   * not behind us, or whoever said the number would use up all that there are, at once or bit by bit.
   */
  async leapTo(atLeast: number, leap: number): Promise<boolean> {
    const { leaps } = this.#store;
    if (this.#reserved === undefined) await this.prepare();
    const ahead = atLeast - (this.#reserved ?? 0);
    if (ahead <= 0 || ahead > leap || !leaps.mayLeap(this.#name)) return false;
    leaps.leapt(this.#name);
    this.#reserved = await this.#reserve(atLeast);
    return true;
  }

  /** The meter has taken a number, and shown that it holds the key. */
  proved(): void {
    this.#store.leaps.proved(this.#name);
  }

  /** Reserves the number that is asked for next. @throws Failure `storage-failed` */
  async prepare(): Promise<void> {
    this.#reserved ??= await this.#reserve();
  }

  nextInvocationCounter(): number {
    const counter = this.#reserved;
    this.#reserved = undefined;
    if (counter === undefined) throw new Error('no invocation counter was reserved');
    return counter;
  }

  async #reserve(atLeast?: number): Promise<number> {
    const counter = await this.#store.reserve(this.#name, 1, atLeast).catch(unkept);
    if (counter <= HIGHEST_COUNTER) return counter;
    throw new Failure('association-failed', 'the invocation counter is used up: change the keys');
  }
}

/** Nothing is said under a number that is not on disk. */
function unkept(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Failure('storage-failed', `no ciphered association: ${reason}`);
}

/**
 * What must not come twice is a number under one key and its sender's title, whichever meters share the key.
 * A digest, because names of counters are no secret.
 */
function counterName(key: Uint8Array, title: Uint8Array): string {
  const digest = createHash('sha256').update('invocation counter').update(title).update(key);
  return `dlms:${digest.digest('hex').slice(0, 32)}`;
}
