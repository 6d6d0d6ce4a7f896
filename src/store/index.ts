export type { AlarmPart, AlarmRows } from './alarm-rows';
export type { Counters } from './counters';
export type { ExecutedIds, Execution, SwitchedMeter } from './executed-ids';
export type { Log } from './journal';
export type { KnownMeter, KnownMeters, MeterMemory } from './known-meters';
export type { NamedValues } from './named-values';
export { StorageError } from './storage-error';
export { openStore, type Store, type StoreOptions } from './store';
