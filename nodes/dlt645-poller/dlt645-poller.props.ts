import type { PollerProps } from '../shared/poller.props';

export type Dlt645PollerProps = PollerProps;
