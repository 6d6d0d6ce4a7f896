export { Gateway, type GatewayOptions } from './gateway';
export { MeterPort, type MeterPortOptions, type PortState } from './meter-port';
export type { ZeroAddressPolicy } from './zero-address';
