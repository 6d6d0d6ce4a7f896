import { isMeterId } from '../telemetry';
import type { MeterList } from './listed-meter';

/** What becomes of ids that are not in the list: `auto` trusts them, `list` quarantines them. */
export type MeterPolicy = 'auto' | 'list' | 'reject';

export interface Judgement {
  /** It is registered, shown and polled. */
  readonly admitted: boolean;
  /** It may be written and switched. */
  readonly trusted: boolean;
  /** It is admitted, but not trusted. */
  readonly quarantined: boolean;
}

const REJECTED: Judgement = { admitted: false, trusted: false, quarantined: false };
const QUARANTINED: Judgement = { admitted: true, trusted: false, quarantined: true };
const TRUSTED: Judgement = { admitted: true, trusted: true, quarantined: false };

/**
 * What a meter that calls itself so may do. Ids that could not stand in a topic are never admitted. A modem that
 * listed meters stand behind has to get in for them.
 */
export function judge(id: string, list: MeterList, policy: MeterPolicy): Judgement {
  if (!isMeterId(id)) return REJECTED;
  const listed = list.find(id);
  if (listed) return listed.trusted ? TRUSTED : QUARANTINED;
  if (policy === 'reject') return list.behind(id).length > 0 ? QUARANTINED : REJECTED;
  return policy === 'list' ? QUARANTINED : TRUSTED;
}
