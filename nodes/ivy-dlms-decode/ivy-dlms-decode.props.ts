export interface IvyDlmsDecodeProps {
  /** Whether known malformed answers of real meters are decoded, with a warning, instead of refused. */
  lenient: boolean;
}
