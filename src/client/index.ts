export { DlmsClient, type GetResult, type RequestOptions } from './dlms-client';
export { DEFAULT_ADDRESSES, type DlmsAddresses, type DlmsForm, dlmsForms } from './dlms-form';
export { readScale, scaleOf } from './dlms-scale';
export { Dlt645Client, type Dlt645RequestOptions, readAddress } from './dlt645-client';
