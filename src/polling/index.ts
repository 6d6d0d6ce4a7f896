export type { CycleAnswer, CycleFailure, CycleSummary, ReadRegister } from './cycle';
export { readDlms } from './dlms-cycle';
export { type CycleOptions, readDlt645 } from './dlt645-cycle';
export {
  DLMS_GROUPS,
  DLT645_GROUPS,
  type DlmsRegister,
  POLL_GROUPS,
  type PollGroup,
} from './groups';
export { Poller, type PollerReport } from './poller';
