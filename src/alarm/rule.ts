import type { EventSeverity } from '../telemetry/event-severity';
import type { WorkingHours } from './working-hours';

/** How long something must last before it counts: so many ms, and so many evaluations in a row. */
export interface Delay {
  readonly ms: number;
  readonly count: number;
}

/** What is beyond `limit` raises, what is back at `clear` clears; what lies between changes nothing. */
export interface Limits {
  readonly limit: number;
  readonly clear: number;
}

interface Basics {
  /** The alarm's type: what events, overrides and requests call it. */
  readonly name: string;
  readonly severity: EventSeverity;
  readonly raiseAfter: Delay;
  readonly clearAfter: Delay;
  /** Active until somebody has acknowledged it, even when its cause is gone. */
  readonly latch: boolean;
}

export const LEVELS = [
  'high',
  'low',
  'magnitude-high',
  'magnitude-low',
  'reverse', // flows against its direction: the negative value is too high
  'rate', // changes by too much a minute
  'imbalance', // percent by which the worst phase is off their mean
] as const;

/** Compares a number with limits. */
export interface LevelRule extends Basics {
  readonly kind: (typeof LEVELS)[number];
  readonly registers: readonly string[];
  readonly limits: Limits;
  /** Magnitudes below it say nothing, such as the power factor of no load. */
  readonly floor: number;
  /** Of the limits; readings in units that cannot be converted to it are not judged. Empty: all are. */
  readonly unit: string;
}

/** No reading for `limits.limit` seconds, of a register or, where none is named, of the meter. */
export interface SilenceRule extends Basics {
  readonly kind: 'silence';
  readonly registers: readonly string[];
  readonly limits: Limits;
  /** When readings are expected; absent: always. */
  readonly hours?: WorkingHours;
}

export interface EqualRule extends Basics {
  readonly kind: 'equal';
  readonly registers: readonly string[];
  readonly expected: string;
}

/** Any of these bits of a state word, by number or name; without any, every bit counts. */
export interface BitsRule extends Basics {
  readonly kind: 'bits';
  readonly registers: readonly string[];
  readonly bits: readonly string[];
}

/** A counter that rises, or that the meter tells of as an event. */
export interface IncreaseRule extends Basics {
  readonly kind: 'increase';
  readonly registers: readonly string[];
}

/** What happens to a meter; without events that clear, it is over at once. */
export interface EventRule extends Basics {
  readonly kind: 'event';
  readonly raisedBy: readonly string[];
  readonly clearedBy: readonly string[];
}

export type AlarmRule = LevelRule | SilenceRule | EqualRule | BitsRule | IncreaseRule | EventRule;

/** Other limits of a rule for a meter or a group; `off`: the rule does not hold for it. */
export interface Override {
  readonly rule: string;
  readonly meterId?: string;
  readonly group?: string;
  readonly limits: Limits | 'off';
}

export const CONDITIONS = [...LEVELS, 'silence', 'equal', 'bits', 'increase', 'event'] as const;

/** Whether the alarm goes out and is over, because nothing would ever end it. */
export function isNotice(rule: AlarmRule): boolean {
  return isMomentary(rule) && rule.kind === 'event' && !endsByItself(rule);
}

/** Whether what raised the alarm is over as soon as it has happened, so that time or a person ends it. */
export function endsByItself(rule: AlarmRule): boolean {
  return isMomentary(rule) && (rule.latch || rule.clearAfter.ms > 0);
}

function isMomentary(rule: AlarmRule): boolean {
  return rule.kind === 'increase' || (rule.kind === 'event' && rule.clearedBy.length === 0);
}
