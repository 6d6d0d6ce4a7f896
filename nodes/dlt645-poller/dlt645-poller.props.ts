import type { PollerProps } from '../shared/poller.props';

export interface Dlt645PollerProps extends PollerProps {
  /** The identifiers of the group `custom`: 8 hex digits, or 4 of 1997. */
  registers: string[];
}
