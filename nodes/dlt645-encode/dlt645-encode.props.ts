export interface Dlt645EncodeProps {
  /** Optional: its time zone tells what the meters' clocks show. */
  gateway: string;
  /** What the frame asks for; empty: `msg.payload.type` says it. */
  request: string;
  standard: '2007' | '1997';
  /** How many FEH in front. */
  leadBytes: string;
  /** Empty: `msg.meter.id`. */
  address: string;
  addressType: string;
  /** The data identifier; of type `di` it is one from the picker. */
  di: string;
  diType: string;
  /** What to write; a list is the values of a record. */
  value: string;
  valueType: string;
  /** Eight digits as printed; the meter keeps them in its event records. */
  operator: string;
}

export interface Dlt645EncodeCredentials {
  /** `LLPPPPPP`: level and password as printed. */
  password: string;
}
