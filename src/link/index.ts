export {
  Directory,
  type FormerMeter,
  type Introduction,
  type Meter,
  type MeterEvent,
  type MeterState,
} from './directory';
export { Failure, type FailureCode } from './failure';
export { type CloseReason, type Exchange, Link } from './link';
export { type AcceptRules, Listener, type ListenerOptions, type Refusal } from './listener';
export type { Permit } from './outlet';
export type { Priority, Recognise } from './transactions';
