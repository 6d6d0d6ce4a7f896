import type { PollerProps } from '../shared/poller.props';

export interface DlmsPollerProps extends PollerProps {
  /** `true`: meters are listened to, and asked only on trigger. */
  passiveOnly: string;
  /** The objects of the group `custom`: OBIS codes, with the class in front where it is not the usual one. */
  registers: string[];
  /** `off`, `profile`: the one that the meter's profile names, or an OBIS code. */
  loadProfile: string;
  /** Minutes between two reads of the load profile; empty: as the meter's profile says. */
  loadEvery: string;
  /** Days for which the load profile is read the first time. */
  loadDays: string;
  /** As `loadProfile`, read once after each closing date. */
  billing: string;
}
