export { Broker, type BrokerEvents, type BrokerState } from './broker';
export type { BrokerEvent, ClientInfo, Granted, Publication } from './events';
export { type BrokerOptions, DEFAULT_LIMITS, type Limits } from './options';
export type { Transport } from './peer';
export { parseUsers, type User } from './users';
