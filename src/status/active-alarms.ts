import type { StandingAlarm } from '../alarm';
import type { Gateway } from '../gateway';

/** An alarm that is active now, and what its meter is called. */
export type ActiveAlarm = StandingAlarm & { readonly name?: string; readonly group?: string };

/** What the gateway's alarm nodes have raised and not cleared. */
export function activeAlarms(gateway: Gateway): readonly ActiveAlarm[] {
  const active = gateway.alarms.active();
  return active.map((alarm) => ({ ...gateway.describe(alarm.meterId), ...alarm }));
}
