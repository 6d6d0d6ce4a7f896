import { z } from 'zod';
import { Alarm, type Change, type Judgement, type Now } from './alarm';
import { type Evaluation, evaluationOf } from './evaluation';
import type { AlarmMemory } from './memory';
import { type AlarmRule, isNotice } from './rule';

/** Which alarms; what is absent stands for all. */
export interface Which {
  readonly meterId?: string | undefined;
  readonly rule?: string | undefined;
  readonly register?: string | undefined;
}

/** 5,000 meters with twelve rules on three phases, all of them active, and some more. */
const MAX_ALARMS = 200_000;
const KEPT = z.object({
  since: z.number(),
  acknowledged: z.boolean(),
  value: z.unknown(),
  limit: z.union([z.number(), z.string()]).optional(),
  unit: z.string().optional(),
});

/** The alarms that are active, or on the way there; active ones outlast a restart. */
export class AlarmBook {
  readonly #memory: AlarmMemory;
  readonly #alarms = new Map<string, Alarm>();
  readonly #turning = new Set<Alarm>();
  #active = 0;
  #total = 0;

  constructor(memory: AlarmMemory) {
    this.#memory = memory;
  }

  /** How many are active. */
  get active(): number {
    return this.#active;
  }

  /** How many have been, with those that are. */
  get total(): number {
    return this.#total;
  }

  /** Those that time alone can change. */
  get turning(): Iterable<Alarm> {
    return this.#turning;
  }

  has({ name }: AlarmRule, meterId: string, register: string): boolean {
    return this.#alarms.has(keyOf(name, meterId, register));
  }

  find({ meterId, rule, register }: Which): readonly Alarm[] {
    return [...this.#alarms.values()].filter(
      (alarm) =>
        (meterId === undefined || alarm.meterId === meterId) &&
        (rule === undefined || alarm.rule.name === rule) &&
        (register === undefined || alarm.judgement.register === register),
    );
  }

  judge(
    rule: AlarmRule,
    meterId: string,
    judgement: Judgement,
    now: Now,
    isShelved: boolean,
  ): Evaluation {
    const key = keyOf(rule.name, meterId, judgement.register);
    const known = this.#alarms.get(key);
    const alarm = known ?? new Alarm(rule, meterId, judgement);
    if (!known) {
      const isNew = judgement.verdict === 'beyond' && this.#alarms.size < MAX_ALARMS;
      if (!isNew) return evaluationOf(alarm);
      if (isNotice(rule)) return evaluationOf(alarm, undefined, isShelved ? undefined : 'raised');
      this.#alarms.set(key, alarm);
    }
    const { since } = alarm;
    return this.#changed(alarm, since, alarm.judge(judgement, now, isShelved));
  }

  /** What time or an acknowledgement has changed. */
  settle(alarm: Alarm, now: Now, isShelved: boolean): Evaluation | undefined {
    const { since } = alarm;
    const change = alarm.settle(now, isShelved);
    return change && this.#changed(alarm, since, change);
  }

  acknowledge(alarm: Alarm): void {
    alarm.isAcknowledged = true;
    this.#keep(alarm);
  }

  /** Ends an alarm, whatever its cause; undefined where it was not active yet. */
  end(alarm: Alarm): Evaluation | undefined {
    const { since } = alarm;
    this.#drop(alarm);
    if (since === undefined) return undefined;
    this.#active--;
    alarm.since = undefined;
    return evaluationOf(alarm, since, 'cleared');
  }

  /** Takes up what was active in an earlier run; gives the alarms whose rule is gone as cleared. */
  restore(rules: readonly AlarmRule[], now: Now): readonly Evaluation[] {
    return [...this.#memory.rows('alarm|')].flatMap(([key, row]) => {
      const [, name = '', meterId = '', register = ''] = key.split('|');
      const { data } = KEPT.safeParse(row);
      const rule = rules.find((other) => other.name === name && covers(other, register));
      if (!data || !rule) this.#memory.delete(key);
      if (!data) return [];
      const { since, acknowledged, value, limit, unit } = data;
      const found = {
        register,
        value,
        ...(limit !== undefined && { limit }),
        ...(unit && { unit }),
      };
      if (!rule) {
        const former = { rule: name, meterId, ...found, active: false, since };
        return [{ ...former, severity: 'info', change: 'cleared' } as const];
      }
      const alarm = new Alarm(rule, meterId, { verdict: 'beyond', ...found });
      alarm.resume(since, acknowledged, now);
      this.#alarms.set(key, alarm);
      if (alarm.isTurning) this.#turning.add(alarm);
      this.#active++;
      this.#total++;
      return [];
    });
  }

  #changed(alarm: Alarm, since: number | undefined, change: Change | undefined): Evaluation {
    if (change === 'raised') {
      this.#active++;
      this.#total++;
    }
    if (change === 'cleared') this.#active--;
    if (alarm.isTurning) this.#turning.add(alarm);
    else this.#turning.delete(alarm);
    if (!alarm.isActive && !alarm.isTurning) this.#drop(alarm);
    else if (change === 'raised') this.#keep(alarm);
    return evaluationOf(alarm, since, change);
  }

  #keep({ rule, meterId, judgement, since, isAcknowledged }: Alarm): void {
    const { register, value, limit, unit } = judgement;
    const row = { since, acknowledged: isAcknowledged, value, limit, unit };
    this.#memory.put(keyOf(rule.name, meterId, register), row);
  }

  #drop(alarm: Alarm): void {
    const key = keyOf(alarm.rule.name, alarm.meterId, alarm.judgement.register);
    this.#alarms.delete(key);
    this.#turning.delete(alarm);
    this.#memory.delete(key);
  }
}

function keyOf(rule: string, meterId: string, register: string): string {
  return `alarm|${rule}|${meterId}|${register}`;
}

/** Whether a rule can have raised an alarm at this register. */
function covers(rule: AlarmRule, register: string): boolean {
  if (rule.kind === 'event') return register === '';
  if (rule.kind === 'imbalance') return register === rule.registers.join('+');
  if (rule.kind === 'silence' && rule.registers.length === 0) return register === '';
  return rule.registers.includes(register);
}
