export interface IvyDlmsDecodeProps {
  /** The id of an `ivy-gateway`, in whose store invocation counters outlast a restart; may be empty. */
  gateway: string;
  /** Whether known malformed answers of real meters are decoded, with a warning, instead of refused. */
  lenient: boolean;
  /** The least protection that is accepted of those who have keys. */
  protection: DlmsProtection;
}

/** `unverified`: decipher without the authentication key, believing what comes. */
export type DlmsProtection =
  | 'authenticated-encrypted'
  | 'authenticated'
  | 'encrypted'
  | 'unverified';

/** Keys in hex digits; each may be empty. */
export interface IvyDlmsDecodeCredentials {
  /** Those of all meters that `meterKeys` does not name. */
  encryptionKey: string;
  authenticationKey: string;
  broadcastKey: string;
  dedicatedKey: string;
  systemTitle: string;
  /** JSON: `{"<meter id or system title>": {"encryptionKey": "…", …}}`. */
  meterKeys: string;
}
