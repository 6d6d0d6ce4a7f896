import type { TimeZone } from '../telemetry';
import type { Alarm, Judgement, Now } from './alarm';
import { AlarmBook, type Which } from './alarm-book';
import { type Evaluation, evaluationOf, type StandingAlarm } from './evaluation';
import { type Judge, judgeOf } from './judges';
import { limitsFrom } from './limits';
import type { AlarmMemory } from './memory';
import type { AlarmEvent, AlarmReading, Observed } from './observation';
import type { AlarmRule, EventRule, Limits, Override, SilenceRule } from './rule';
import { RuleLimits } from './rule-limits';
import { Shelf } from './shelf';
import { Silence } from './silence';

export interface AlarmsOptions {
  readonly rules: readonly AlarmRule[];
  readonly overrides: readonly Override[];
  readonly memory: AlarmMemory;
  /** Of the meter's working hours; where there is none, the gateway's own clock counts. */
  readonly timezoneOf?: ((meterId: string) => TimeZone | undefined) | undefined;
  /** Which group a meter is in, for overrides. */
  readonly groupOf?: ((meterId: string) => string | undefined) | undefined;
}

/** What a request has brought about. */
export interface Outcome {
  /** How many alarms it was about. */
  readonly count: number;
  readonly evaluations: readonly Evaluation[];
}

interface Watch {
  readonly rule: AlarmRule;
  readonly judge: Judge;
}

interface Listener {
  readonly rule: SilenceRule;
  readonly silence: Silence;
}

/** Nothing is beyond them. */
const NEVER: Limits = { limit: Number.NaN, clear: Number.NaN };

/** The alarms of some rules: what readings and events raise and clear, and what is remembered of it. */
export class Alarms {
  readonly #rules: readonly AlarmRule[];
  readonly #book: AlarmBook;
  readonly #limits: RuleLimits;
  readonly #shelf: Shelf;
  readonly #watches: ReadonlyMap<string, readonly Watch[]>;
  readonly #listeners: readonly Listener[];
  readonly #eventRules: readonly EventRule[];
  /** Cleared since the last run, because their rules are gone. */
  #orphans: readonly Evaluation[];

  constructor(options: AlarmsOptions, now: Now) {
    const { rules, overrides, memory } = options;
    const { timezoneOf = () => undefined, groupOf = () => undefined } = options;
    this.#rules = rules;
    this.#limits = new RuleLimits(overrides, memory, groupOf);
    this.#shelf = new Shelf(memory);
    this.#watches = watchesOf(rules, memory);
    this.#listeners = rules
      .filter((rule) => rule.kind === 'silence')
      .map((rule) => {
        const limitsOf = (meterId: string) => this.#limits.of(rule, meterId);
        return { rule, silence: new Silence(rule, { memory, timezoneOf, limitsOf }, now) };
      });
    this.#eventRules = rules.filter((rule) => rule.kind === 'event');
    this.#book = new AlarmBook(memory);
    this.#orphans = this.#book.restore(rules, now);
  }

  /** How many are active. */
  get active(): number {
    return this.#book.active;
  }

  /** Now, and since it began: those that an earlier run has left count as well. */
  get statistics(): { readonly active: number; readonly total: number } {
    return { active: this.#book.active, total: this.#book.total };
  }

  /** Those that are active, as they were last judged. */
  standing(now: Now): readonly StandingAlarm[] {
    const active = this.#book.find({}).filter(({ isActive }) => isActive);
    return active.map((alarm) => {
      const { rule, meterId, judgement } = alarm;
      const shelvedUntil = this.#shelf.until(rule.name, meterId, judgement.register);
      return { ...evaluationOf(alarm), ...(shelvedUntil > now.ts && { shelvedUntil }) };
    });
  }

  has(rule: string): boolean {
    return this.#rules.some(({ name }) => name === rule);
  }

  /** How many of these are active. */
  count(which: Which): number {
    return this.#book.find(which).filter(({ isActive }) => isActive).length;
  }

  /** What readings and events bring. */
  observe({ readings, events }: Observed, now: Now): readonly Evaluation[] {
    return [
      ...readings.flatMap((reading) => this.#read(reading, now)),
      ...events.flatMap((event) => this.#happen(event, now)),
    ];
  }

  /** What time alone has brought: delays that are over, and silence. Wants to be asked every second or so. */
  tick(now: Now): readonly Evaluation[] {
    const orphans = this.#orphans;
    this.#orphans = [];
    this.#shelf.tidy(now.ts);
    const silent = this.#listeners.flatMap(({ rule, silence }) =>
      [...silence.silent(now)].flatMap(({ meterId, judgement }) =>
        this.#judge(rule, meterId, judgement, now),
      ),
    );
    return [...orphans, ...silent, ...this.#settle(this.#book.turning, now)];
  }

  /** Marks what is active as seen; latched alarms whose cause is gone end with it. */
  acknowledge(which: Which, now: Now): Outcome {
    const alarms = this.#book.find(which).filter(({ isActive }) => isActive);
    for (const alarm of alarms) this.#book.acknowledge(alarm);
    return { count: alarms.length, evaluations: this.#settle(alarms, now) };
  }

  /** Ends alarms whatever their cause, which raises them again if it is still there. */
  reset(which: Which): Outcome {
    for (const { rule, silence } of this.#listeners) {
      if (which.rule === undefined || which.rule === rule.name) silence.forget(which.meterId);
    }
    const ended = this.#book.find(which).flatMap((alarm) => this.#book.end(alarm) ?? []);
    return { count: ended.length, evaluations: ended };
  }

  /** Raises none of them before `until`, ms since 1970; false where there is no room for more. */
  shelve({ rule, meterId, register }: Which, until: number): boolean {
    return this.#shelf.put(until, rule, meterId, register);
  }

  /**
   * Sets a rule's limits for a meter, or for all; without `given` those of the settings hold again. False where
   * there is no room for more.
   * @throws RangeError where the rule has no limits, or they contradict each other.
   */
  setLimits(
    name: string,
    meterId?: string,
    given?: { readonly limit: number; readonly clear?: number | undefined },
  ): boolean {
    const [limited] = this.#rules.flatMap((rule) =>
      rule.name === name && 'limits' in rule ? [rule] : [],
    );
    if (!limited) throw new RangeError(`the rule ${name} has no limits`);
    const isSet = this.#limits.set(name, meterId, given && limitsFrom(limited, given));
    for (const { silence } of this.#listeners) silence.reconsider();
    return isSet;
  }

  #read(reading: AlarmReading, now: Now): readonly Evaluation[] {
    const { value, quality } = reading;
    if (value === null || value === undefined || quality === 'absent' || quality === 'invalid') {
      return [];
    }
    const heard = this.#listeners.flatMap((listener) => this.#hear(listener, reading, now));
    // A doubtful value shows that the meter is there; it neither raises nor clears.
    return quality === 'suspect' ? heard : [...heard, ...this.#evaluate(reading, now)];
  }

  #hear({ rule, silence }: Listener, reading: AlarmReading, now: Now): readonly Evaluation[] {
    const { registers } = rule;
    if (registers.length > 0 && !registers.includes(reading.register)) return [];
    const judgement = silence.hear(reading, now);
    const isKnown = this.#book.has(rule, reading.meterId, judgement.register);
    return isKnown ? this.#judge(rule, reading.meterId, judgement, now) : [];
  }

  #evaluate(reading: AlarmReading, now: Now): readonly Evaluation[] {
    const { meterId, register, dataId = register } = reading;
    const watches = this.#watches.get(register) ?? this.#watches.get(dataId) ?? [];
    return watches.flatMap(({ rule, judge }) => {
      const limits = this.#limits.of(rule, meterId);
      const judgement = judge(reading, limits === 'off' ? NEVER : limits, now);
      if (!judgement) return [];
      // Where a rule no longer holds, it lets go of what it has raised.
      const found = limits === 'off' ? ({ ...judgement, verdict: 'within' } as const) : judgement;
      return this.#judge(rule, meterId, found, now);
    });
  }

  #happen(event: AlarmEvent, now: Now): readonly Evaluation[] {
    const { meterId, name, ts = now.ts } = event;
    const raised = this.#eventRules.flatMap((rule) => {
      const verdict = verdictOn(rule, name);
      if (!verdict || this.#limits.of(rule, meterId) === 'off') return [];
      const judgement = { verdict, register: '', value: name, lastSeen: ts };
      return this.#judge(rule, meterId, judgement, now);
    });
    return [...this.#tell(event, now), ...raised];
  }

  /** An event about a register has its value, and where that counts something, it has risen. */
  #tell({ meterId, name, value }: AlarmEvent, now: Now): readonly Evaluation[] {
    if (value === undefined || value === null) return [];
    const evaluations = this.#evaluate({ meterId, register: name, value }, now);
    const isRaised = evaluations.some(({ active }) => active);
    const counters = (this.#watches.get(name) ?? []).filter(({ rule }) => rule.kind === 'increase');
    if (isRaised) return evaluations;
    const risen = counters.flatMap(({ rule }) => {
      if (this.#limits.of(rule, meterId) === 'off') return [];
      return this.#judge(rule, meterId, { verdict: 'beyond', register: name, value }, now);
    });
    return [...evaluations, ...risen];
  }

  /** Takes a judgement, and what follows from it for rules that look at other alarms. */
  #judge(rule: AlarmRule, meterId: string, judgement: Judgement, now: Now): readonly Evaluation[] {
    const evaluation = this.#take(rule, meterId, judgement, now);
    return evaluation.change ? [evaluation, ...this.#follow(evaluation, now)] : [evaluation];
  }

  #settle(alarms: Iterable<Alarm>, now: Now): readonly Evaluation[] {
    return [...alarms].flatMap((alarm) => {
      const { rule, meterId, judgement } = alarm;
      const isShelved = this.#shelf.holds(now.ts, rule.name, meterId, judgement.register);
      const evaluation = this.#book.settle(alarm, now, isShelved);
      return evaluation ? [evaluation, ...this.#follow(evaluation, now)] : [];
    });
  }

  /** Rules may look at what others raise and clear, though not at each other's echo. */
  #follow({ rule, meterId, change }: Evaluation, now: Now): readonly Evaluation[] {
    const value = change === 'raised' ? `alarm:${rule}` : `alarm_cleared:${rule}`;
    return this.#eventRules.flatMap((follower) => {
      const verdict = verdictOn(follower, value);
      if (!verdict || this.#limits.of(follower, meterId) === 'off') return [];
      return [this.#take(follower, meterId, { verdict, register: '', value }, now)];
    });
  }

  #take(rule: AlarmRule, meterId: string, judgement: Judgement, now: Now): Evaluation {
    const isShelved = this.#shelf.holds(now.ts, rule.name, meterId, judgement.register);
    return this.#book.judge(rule, meterId, judgement, now, isShelved);
  }
}

/** Which rules look at a register. */
function watchesOf(
  rules: readonly AlarmRule[],
  memory: AlarmMemory,
): ReadonlyMap<string, readonly Watch[]> {
  const watches = new Map<string, Watch[]>();
  for (const rule of rules) {
    const judge = judgeOf(rule, memory);
    if (!judge || rule.kind === 'event') continue;
    for (const register of rule.registers) {
      watches.set(register, [...(watches.get(register) ?? []), { rule, judge }]);
    }
  }
  return watches;
}

function verdictOn(
  { raisedBy, clearedBy }: EventRule,
  event: string,
): 'beyond' | 'within' | undefined {
  if (raisedBy.includes(event)) return 'beyond';
  return clearedBy.includes(event) ? 'within' : undefined;
}
