export type { Now } from './alarm';
export type { Which } from './alarm-book';
export { Alarms, type AlarmsOptions, type Outcome } from './alarms';
export type { Evaluation } from './evaluation';
export { type AlarmMemory, VolatileMemory } from './memory';
export { observed } from './observation';
export { ALL_PRESETS, type Family, PRESETS } from './presets';
export type { AlarmRule } from './rule';
export { type OverrideText, overridesFrom, RuleError, type RuleText, rulesFrom } from './rule-text';
