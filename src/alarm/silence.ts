import type { TimeZone } from '../telemetry';
import type { Judgement, Now } from './alarm';
import type { AlarmMemory } from './memory';
import type { AlarmReading } from './observation';
import type { Limits, SilenceRule } from './rule';

/** What one rule listens for: a meter, or one register of it. */
interface Listening {
  readonly meterId: string;
  readonly register: string;
  /** On the monotonic clock. */
  heard: number;
  /** Before then it cannot be silent for too long. */
  notBefore: number;
  /** ms since 1970, as it was last kept. */
  kept: number;
}

export interface Silent {
  readonly meterId: string;
  readonly judgement: Judgement;
}

export interface SilenceOptions {
  readonly memory: AlarmMemory;
  readonly timezoneOf: (meterId: string) => TimeZone | undefined;
  readonly limitsOf: (meterId: string) => Limits | 'off';
}

const MAX_LISTENING = 100_000;
const SECOND = 1_000;
/** ms; when a meter was heard is kept no oftener than this, or than an eighth of the limit. */
const KEEP_INTERVAL = 60_000;

/** Who was heard when, for one rule. */
export class Silence {
  readonly #rule: SilenceRule;
  readonly #options: SilenceOptions;
  readonly #listening = new Map<string, Listening>();

  constructor(rule: SilenceRule, options: SilenceOptions, now: Now) {
    this.#rule = rule;
    this.#options = options;
    this.#restore(now);
  }

  hear({ meterId, register }: AlarmReading, now: Now): Judgement {
    const what = this.#rule.registers.length === 0 ? '' : register;
    const key = this.#keyOf(meterId, what);
    const limits = this.#options.limitsOf(meterId);
    const limit = limits === 'off' ? Number.POSITIVE_INFINITY : limits.limit * SECOND;
    const kept = this.#listening.get(key)?.kept ?? Number.NEGATIVE_INFINITY;
    const isKept = now.ts - kept < Math.max(KEEP_INTERVAL, limit / 8);
    if (!isKept && limits !== 'off') this.#options.memory.put(key, now.ts);
    this.#listening.set(key, {
      meterId,
      register: what,
      heard: now.clock,
      notBefore: now.clock + limit,
      kept: isKept ? kept : now.ts,
    });
    this.#makeRoom();
    return { verdict: 'within', register: what, value: 0, limit: limit / SECOND, unit: 's' };
  }

  /** Those that have been silent for too long, each once. */
  *silent(now: Now): Iterable<Silent> {
    for (const listening of this.#listening.values()) {
      if (now.clock < listening.notBefore) continue;
      const { meterId, register } = listening;
      const limits = this.#options.limitsOf(meterId);
      if (limits === 'off') {
        listening.notBefore = Number.POSITIVE_INFINITY;
        continue;
      }
      const silence = this.#expected(listening, now);
      const missing = limits.limit * SECOND - silence;
      listening.notBefore = missing > 0 ? now.clock + missing : Number.POSITIVE_INFINITY;
      if (missing > 0) continue;
      const value = Math.round(silence / SECOND);
      const judgement: Judgement = {
        verdict: 'beyond',
        register,
        value,
        limit: limits.limit,
        unit: 's',
      };
      yield { meterId, judgement };
    }
  }

  /** Limits have changed: everybody is looked at again. */
  reconsider(): void {
    for (const listening of this.#listening.values()) listening.notBefore = listening.heard;
  }

  /** Listens no longer for a meter, or for anybody, until they are heard again. */
  forget(meterId?: string): void {
    for (const [key, listening] of this.#listening) {
      if (meterId === undefined || listening.meterId === meterId) this.#drop(key);
    }
  }

  /** ms of silence in which something was expected. */
  #expected({ meterId, heard }: Listening, now: Now): number {
    const silence = now.clock - heard;
    const { hours } = this.#rule;
    if (!hours) return silence;
    return hours.between(now.ts - silence, now.ts, this.#options.timezoneOf(meterId));
  }

  /** The time in which we were down is nobody's silence: it ended with the last that anybody was heard. */
  #restore(now: Now): void {
    const rows = [...this.#options.memory.rows(this.#keyOf('', '').slice(0, -1))];
    const kept = rows.flatMap(([key, ts]) => (typeof ts === 'number' ? [{ key, ts }] : []));
    const last = kept.reduce((latest, { ts }) => Math.max(latest, ts), 0);
    for (const { key, ts } of kept.slice(-MAX_LISTENING)) {
      const [, , meterId = '', register = ''] = key.split('|');
      const heard = now.clock - (last - ts);
      const listening = { meterId, register, heard, notBefore: heard, kept: ts };
      this.#listening.set(key, listening);
    }
  }

  #makeRoom(): void {
    if (this.#listening.size <= MAX_LISTENING) return;
    const [oldest] = this.#listening.keys();
    if (oldest !== undefined) this.#drop(oldest);
  }

  #drop(key: string): void {
    this.#listening.delete(key);
    this.#options.memory.delete(key);
  }

  #keyOf(meterId: string, register: string): string {
    return `heard|${this.#rule.name}|${meterId}|${register}`;
  }
}
