import type { PollerProps } from '../shared/poller.props';

export interface DlmsPollerProps extends PollerProps {
  /** `true`: meters are listened to, and asked only on trigger. */
  passiveOnly: string;
}
