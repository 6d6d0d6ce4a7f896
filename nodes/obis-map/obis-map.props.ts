import type { ReadingOutput } from '../shared/reading-output.props';

export interface ObisMapProps {
  /** Optional: gives topic prefix, the meters' time zone, and scales that pollers have read. */
  gateway: string;
  output: ReadingOutput;
}
