import {
  ALL_PRESETS,
  Alarms,
  type AlarmsOptions,
  type Evaluation,
  type OverrideText,
  observed,
  overridesFrom,
  type RuleText,
  rulesFrom,
  VolatileMemory,
} from '../../../src/alarm';

const METER = '000000001234';

interface Setting {
  readonly rules?: readonly RuleText[];
  readonly overrides?: readonly OverrideText[];
  readonly memory?: VolatileMemory;
  readonly timezoneOf?: AlarmsOptions['timezoneOf'];
  readonly groupOf?: AlarmsOptions['groupOf'];
}

/** Alarms on a clock that the test moves; a watch notes what is raised and cleared. */
export class AlarmWatch {
  readonly alarms: Alarms;
  readonly memory: VolatileMemory;
  /** ms since 1970; 6 January 2026 was a Tuesday. */
  ts: number;
  clock = 7_000_000;

  constructor(setting: Setting = {}, ts = Date.UTC(2026, 0, 6, 12)) {
    const {
      rules = ALL_PRESETS,
      overrides = [],
      memory = new VolatileMemory(),
      ...options
    } = setting;
    this.ts = ts;
    this.memory = memory;
    const read = rulesFrom(rules);
    this.alarms = new Alarms(
      {
        rules: read,
        overrides: overridesFrom(overrides, read),
        memory,
        ...options,
      },
      this.now,
    );
  }

  get now() {
    return { ts: this.ts, clock: this.clock };
  }

  /** What a payload changes: `raised overvoltage VOLTAGE_A`. */
  take(payload: unknown): string[] {
    return changesIn(this.evaluate(payload));
  }

  evaluate(payload: unknown): readonly Evaluation[] {
    return this.alarms.observe(observed(payload), this.now);
  }

  /** What a reading changes. */
  read(register: string, value: unknown, more: object = {}): string[] {
    return this.take({ ts: this.ts, meterId: METER, register, value, ...more });
  }

  happen(event: string, data: object = {}): string[] {
    return this.take({ ts: this.ts, meterId: METER, event, severity: 'info', data });
  }

  /** What some seconds change. */
  pass(seconds: number): string[] {
    this.ts += seconds * 1_000;
    this.clock += seconds * 1_000;
    return changesIn(this.alarms.tick(this.now));
  }
}

export function changesIn(evaluations: readonly Evaluation[]): string[] {
  return evaluations.flatMap(({ change, rule, register }) =>
    change ? [`${change} ${rule} ${register}`.trim()] : [],
  );
}
