export {
  Directory,
  type Introduction,
  type Meter,
  type MeterEvent,
  type MeterState,
} from './directory';
export { Failure, type FailureCode } from './failure';
export { type CloseReason, type Exchange, Link } from './link';
export { type AcceptLimits, Listener, type ListenerOptions } from './listener';
export type { Permit } from './outlet';
export type { Priority, Recognise } from './transactions';
