/** What the dialog stores; every text may hold `${VARIABLE}`, which Node-RED puts in. */
export interface IvyDlmsEncodeProps {
  /** `payload`: the request is the message's own. */
  service: 'payload' | 'get' | 'set' | 'action' | 'aarq' | 'rlrq';
  classId: string;
  obis: string;
  /** Attribute of GET and SET, method of ACTION. */
  index: string;
  /** Data of SET and ACTION, as `{type, value}`. */
  data: string;
  dataType: string;
  invokeId: string;
  invokeIdType: string;
  framing: 'wrapper' | 'hdlc' | 'bare';
  /** wPort of the wrapper; in HDLC the client's SAP. */
  source: string;
  /** wPort of the wrapper; in HDLC the logical device. */
  destination: string;
  /** HDLC only; empty: none. */
  physicalDevice: string;
  protection: 'none' | 'authenticated-encrypted' | 'authenticated' | 'encrypted';
  /** general-glo- or general-ded-ciphering for all services. */
  general: boolean;
}

/** Octets in hex digits; each may be empty. */
export interface IvyDlmsEncodeCredentials {
  /** Our own, of 8 octets. */
  systemTitle: string;
  encryptionKey: string;
  authenticationKey: string;
  dedicatedKey: string;
  /** The password of an association with low level security. */
  password: string;
}
