import type { OwnRegisterProps } from '../shared/own-registers.props';
import type { ReadingOutput } from '../shared/reading-output.props';

export interface Dlt645DecodeProps {
  /** Optional: gives topic prefix and the meters' time zone. */
  gateway: string;
  standard: 'auto' | '2007' | '1997';
  output: ReadingOutput;
  /** Registers of the user's meter, before those of the standard. */
  registers: OwnRegisterProps[];
}
