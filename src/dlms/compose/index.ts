export { ApduProtector } from './apdu-protector';
export { enframe, type Framing } from './enframe';
export { type ServiceRequest, serviceApdu } from './service-request';
