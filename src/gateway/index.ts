export { Gateway, type GatewayOptions } from './gateway';
export { MeterPort, type MeterPortOptions, type Outcome, type PortState } from './meter-port';
export type { PortStatistics } from './port-statistics';
export type { Published } from './published';
export type { ZeroAddressPolicy } from './zero-address';
