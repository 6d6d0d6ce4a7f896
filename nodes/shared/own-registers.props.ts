/** A register of the user's meter as a dialog stores it; what is empty stays as the standard has it. */
export interface OwnRegisterProps {
  /** 8 hex digits, or 4 of 1997; or a pattern such as `0001TTSS`. */
  di: string;
  name: string;
  /** What readings call it. */
  key: string;
  unit: string;
  /** As `XX.XXXX`, `3*XXX.X`, `ASCII:32`. */
  format: string;
  /** Whether the top bit is the sign: `true`, `false`, or empty. */
  signed: string;
}
