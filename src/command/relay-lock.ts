import { EventEmitter } from 'node:events';
import { z } from 'zod';
import { parseStrictJson, strictValue } from '../json/strict-json';

export interface LockState {
  readonly locked: boolean;
  readonly by?: string;
  readonly reason?: string;
}

/** What keeps the state over a restart. */
export interface ValueMemory {
  has(name: string): boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): Promise<void>;
}

const NAME = 'relay-lock';
const UNLOCKED: LockState = { locked: false };
const UNREADABLE: LockState = { locked: true, reason: 'the lock message cannot be read' };

const STATE = z.object({
  locked: z.boolean(),
  by: z.string().max(256).optional(),
  reason: z.string().max(256).optional(),
});

/**
 * Stops everything that switches. No message: unlocked; one that cannot be read: locked. The last state holds
 * until another message comes, also over a restart.
 */
export class RelayLock extends EventEmitter<{ changed: [state: LockState] }> {
  readonly #memory: () => ValueMemory;
  #told: LockState | undefined;

  /** `memory` throws while there is none yet. */
  constructor(memory: () => ValueMemory) {
    super();
    this.setMaxListeners(0);
    this.#memory = memory;
  }

  get state(): LockState {
    if (this.#told) return this.#told;
    const memory = this.#memory();
    return memory.has(NAME) ? stateIn(memory.get(NAME)) : UNLOCKED;
  }

  /**
   * Takes a message of the lock topic: octets, text or an object; an empty one takes the lock away.
   * @throws StorageError where the state will not outlast a restart; it holds all the same.
   */
  async take(payload: unknown): Promise<LockState> {
    const state = readState(payload);
    this.#told = state;
    this.emit('changed', state);
    await this.#memory().set(NAME, state);
    return state;
  }
}

function readState(payload: unknown): LockState {
  const isText = typeof payload === 'string' || payload instanceof Uint8Array;
  if (isText && payload.length === 0) return UNLOCKED;
  try {
    return stateIn(isText ? parseStrictJson(payload) : strictValue(payload));
  } catch {
    return UNREADABLE;
  }
}

function stateIn(value: unknown): LockState {
  const parsed = STATE.safeParse(value);
  if (!parsed.success) return UNREADABLE;
  const { locked, by, reason } = parsed.data;
  return { locked, ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) };
}
