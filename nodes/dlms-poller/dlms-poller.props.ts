import type { PollerProps } from '../shared/poller.props';

export interface DlmsPollerProps extends PollerProps {
  /** `true`: meters are listened to, never asked. */
  passiveOnly: string;
  /** wPort of the client in the textbook form; 16 is the public client. */
  clientAddress: string;
  /** wPort of the meter's logical device; 1 is the management device. */
  serverAddress: string;
  /** wPort of both ends in the form that the EM114070 was seen to answer. */
  ivyDestination: string;
}
