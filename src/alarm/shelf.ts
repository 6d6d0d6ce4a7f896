import type { AlarmMemory } from './memory';

const MAX_SHELVED = 50_000;

/** Which alarms are not to be raised until when. */
export class Shelf {
  /** ms since 1970 by what is shelved. */
  readonly #until = new Map<string, number>();
  readonly #memory: AlarmMemory;

  constructor(memory: AlarmMemory) {
    this.#memory = memory;
    for (const [key, until] of memory.rows('shelf|')) {
      if (typeof until === 'number') this.#until.set(key, until);
    }
  }

  /** Absent names stand for all; false where there is no room. */
  put(until: number, rule = '', meterId = '', register = ''): boolean {
    const key = keyOf(rule, meterId, register);
    if (!this.#until.has(key) && this.#until.size >= MAX_SHELVED) return false;
    this.#until.set(key, until);
    this.#memory.put(key, until);
    return true;
  }

  holds(ts: number, rule: string, meterId: string, register: string): boolean {
    return this.until(rule, meterId, register) > ts;
  }

  /** ms since 1970; 0 for what is on no shelf. */
  until(rule: string, meterId: string, register: string): number {
    if (this.#until.size === 0) return 0;
    const keys = [
      keyOf(rule, meterId, register),
      keyOf(rule, meterId, ''),
      keyOf('', meterId, ''),
      keyOf('', meterId, register),
      keyOf(rule, '', ''),
      keyOf(rule, '', register),
      keyOf('', '', register),
      keyOf('', '', ''),
    ];
    return Math.max(...keys.map((key) => this.#until.get(key) ?? 0));
  }

  /** Drops what is over. */
  tidy(ts: number): void {
    for (const [key, until] of this.#until) {
      if (until > ts) continue;
      this.#until.delete(key);
      this.#memory.delete(key);
    }
  }
}

function keyOf(rule: string, meterId: string, register: string): string {
  return `shelf|${rule}|${meterId}|${register}`;
}
