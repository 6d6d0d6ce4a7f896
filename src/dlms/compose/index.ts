export { enframe, type Framing } from './enframe';
export { protectApdu } from './protect-apdu';
export { type ServiceRequest, serviceApdu } from './service-request';
