import type { ReadingOutput } from './reading-output.props';

/** What both pollers' dialogs store; every value may hold `${VARIABLE}`, which Node-RED puts in as text. */
export interface PollerProps {
  gateway: string;
  /** `true` or `false`; a disabled poller still answers triggers. */
  enabled: string;
  /** ms between two polls of one meter. */
  interval: string;
  /** `energy`, `instantaneous` or `all`; of DL/T 645 also `billing` and `custom`. */
  group: string;
  /** ms to wait for one answer. */
  timeout: string;
  /** How often a lost answer is asked for again. */
  retries: string;
  output: ReadingOutput;
}
