export { Directory } from './directory';
export { Failure, type FailureCode } from './failure';
export { type CloseReason, type Exchange, Link } from './link';
export { type AcceptRules, Listener, type ListenerOptions, type Refusal } from './listener';
export type { FormerMeter, Introduction, Meter, MeterEvent, MeterState } from './meter';
export { type Permit, refuseMoreThanReads } from './outlet';
export type { Priority, Recognise } from './transactions';
