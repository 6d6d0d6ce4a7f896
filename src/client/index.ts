export * from './dlms';
export { readAddress, readAddress1997 } from './dlt645-address';
export { Dlt645Client, type Dlt645RequestOptions } from './dlt645-client';
export { knownStandard, rememberStandard, standardOfMeter } from './dlt645-standard';
export type { Dlt645Steps } from './dlt645-steps';
export { withRetries } from './lost-answer';
export { askOctets } from './raw-request';
