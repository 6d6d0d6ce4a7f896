import type { EventSeverity } from '../telemetry';
import type { Alarm, Change } from './alarm';

/** What a rule has found, whether or not that changes anything. */
export interface Evaluation {
  readonly rule: string;
  readonly meterId: string;
  /** Empty where the rule is about the meter as a whole. */
  readonly register: string;
  readonly value: unknown;
  /** What the value was compared with. */
  readonly limit?: number | string;
  readonly unit?: string;
  readonly active: boolean;
  /** ms since 1970 when it became active; of an alarm that has been cleared, too. */
  readonly since?: number;
  readonly severity: EventSeverity;
  readonly acknowledged?: true;
  /** ms since 1970 of the event that was judged. */
  readonly lastSeen?: number;
  readonly change?: Change;
}

/** An alarm that is active, as it was last judged. */
export interface StandingAlarm extends Evaluation {
  /** ms since 1970 until when it is not raised again. */
  readonly shelvedUntil?: number;
}

/** What is to be said of an alarm that has been active since then, if it has. */
export function evaluationOf(alarm: Alarm, since?: number, change?: Change): Evaluation {
  const { rule, meterId, judgement, isActive, isAcknowledged } = alarm;
  const { verdict: _, unit, ...found } = judgement;
  const activeSince = alarm.since ?? since;
  return {
    rule: rule.name,
    meterId,
    ...found,
    ...(unit && { unit }),
    active: isActive,
    ...(activeSince !== undefined && { since: activeSince }),
    severity: rule.severity,
    ...(isActive && isAcknowledged && { acknowledged: true }),
    ...(change && { change }),
  };
}
