export interface AlarmThresholdProps {
  /** Optional: keeps alarms over restarts; gives topic prefix, groups and time zones. */
  gateway: string;
  /** An empty list means all presets. */
  rules: RuleRow[];
  overrides: OverrideRow[];
}

/** A rule as the dialog stores it; what is empty means the default. */
export interface RuleRow {
  name: string;
  condition: string;
  registers: string;
  limit: string;
  clear: string;
  floor: string;
  unit: string;
  raiseAfter: string;
  clearAfter: string;
  severity: string;
  latch: string;
  hours: string;
}

/** Other limits for some meters. */
export interface OverrideRow {
  rule: string;
  /** A meter id, or `group:` and a name. */
  meters: string;
  limit: string;
  clear: string;
}
