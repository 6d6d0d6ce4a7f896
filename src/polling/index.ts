export type { CycleAnswer, CycleFailure, CycleSummary, ReadRegisters } from './cycle';
export { type DlmsMeters, type DlmsRegister, readDlms } from './dlms-cycle';
export { type CycleOptions, dataIdOf, readDlt645 } from './dlt645-cycle';
export { DLT645_GROUPS, type Dlt645Group } from './dlt645-groups';
export type { Percentiles } from './durations';
export {
  Poller,
  type PollerOptions,
  type PollerReport,
  type PollerStatistics,
  type RegistersOf,
} from './poller';
export {
  ProfilePoller,
  type ProfilePollerOptions,
  type ProfileReport,
} from './profile-poller';
export { lookEvery, type ProfileKind, type ProfileSettings, profileTasks } from './profile-task';
