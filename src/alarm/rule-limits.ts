import { z } from 'zod';
import type { AlarmMemory } from './memory';
import type { AlarmRule, Limits, Override } from './rule';

const LIMITS = z.object({ limit: z.number(), clear: z.number() });
/** Limits that messages have set for single meters. */
const MAX_SET = 50_000;
const EVERY_METER = '';

/** Which limits of a rule hold for a meter. */
export class RuleLimits {
  readonly #overrides = new Map<string, Limits | 'off'>();
  /** What messages have said, kept over restarts. */
  readonly #set = new Map<string, Limits>();
  readonly #memory: AlarmMemory;
  readonly #groupOf: (meterId: string) => string | undefined;

  constructor(
    overrides: readonly Override[],
    memory: AlarmMemory,
    groupOf: (meterId: string) => string | undefined,
  ) {
    this.#memory = memory;
    this.#groupOf = groupOf;
    for (const { rule, meterId, group, limits } of overrides) {
      this.#overrides.set(meterId ? `${rule}|meter|${meterId}` : `${rule}|group|${group}`, limits);
    }
    for (const [key, row] of memory.rows('limits|')) {
      const { success, data } = LIMITS.safeParse(row);
      if (success) this.#set.set(key, data);
    }
  }

  /** The nearest wins: the meter, its group, all meters; for the same, what a message said. */
  of(rule: AlarmRule, meterId: string): Limits | 'off' {
    const { name } = rule;
    return (
      this.#set.get(keyOf(name, meterId)) ??
      this.#overrideOf(name, meterId) ??
      this.#set.get(keyOf(name, EVERY_METER)) ??
      ('limits' in rule ? rule.limits : NONE)
    );
  }

  /**
   * Sets the limits of a rule for a meter, or for every meter; without limits, those of the settings hold again.
   * False where there is no room.
   */
  set(rule: string, meterId = EVERY_METER, limits?: Limits): boolean {
    const key = keyOf(rule, meterId);
    if (!limits) {
      this.#set.delete(key);
      this.#memory.delete(key);
      return true;
    }
    if (!this.#set.has(key) && this.#set.size >= MAX_SET) return false;
    this.#set.set(key, limits);
    this.#memory.put(key, limits);
    return true;
  }

  #overrideOf(rule: string, meterId: string): Limits | 'off' | undefined {
    if (this.#overrides.size === 0) return undefined;
    return (
      this.#overrides.get(`${rule}|meter|${meterId}`) ??
      this.#overrides.get(`${rule}|group|${this.#groupOf(meterId)}`)
    );
  }
}

/** Of rules that compare nothing. */
const NONE: Limits = { limit: Number.NaN, clear: Number.NaN };

function keyOf(rule: string, meterId: string): string {
  return `limits|${rule}|${meterId}`;
}
