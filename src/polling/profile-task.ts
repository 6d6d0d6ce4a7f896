import type { Obis } from '../dlms';
import type { MeterProfile } from '../profiles';
import type { MeterClock } from '../telemetry';
import type { ProfileMark } from './profile-mark';

export type ProfileKind = 'loadProfile' | 'billing';

/** A profile of a meter that is read again and again. */
export interface ProfileTask {
  readonly kind: ProfileKind;
  readonly obis: Obis;
  /** ms for which the rows go back that are read the first time. */
  readonly depth: number;
  /** Whether rows are to be expected that have not been read. */
  isDue(mark: ProfileMark | undefined, now: number, clock: MeterClock): boolean;
}

/** Which profiles of meters are read. */
export interface ProfileSettings {
  /** `off`, `profile`: the one that the meter's profile names, or its OBIS code. */
  readonly loadProfile: string;
  /** Minutes between two reads; undefined: as the meter's profile says. */
  readonly every: number | undefined;
  /** As `loadProfile`. */
  readonly billing: string;
  /** Days for which the load profile is read the first time. */
  readonly days: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const USUAL_PERIOD = 15;
/** A bill that is not there yet is looked for after so many ms. */
const BILL_AGAIN = 60 * MINUTE;
/** Thirteen bills. */
const BILLS = 400 * DAY;
/** A look comes a little earlier or later than a period after the last. */
const TOLERANCE = 0.9;

export function profileTasks(
  { loadProfile, every, billing, days }: ProfileSettings,
  profile: MeterProfile,
): readonly ProfileTask[] {
  const load = obisIn(loadProfile, profile.loadProfile?.obis);
  const bills = obisIn(billing, profile.billing?.obis);
  const period = (every ?? profile.loadProfile?.every ?? USUAL_PERIOD) * MINUTE;
  return [
    ...(load === undefined ? [] : [loadTask(load, period, days * DAY)]),
    ...(bills === undefined ? [] : [billingTask(bills, profile.billing?.day ?? 1)]),
  ];
}

/** ms between two looks whether a profile is due; undefined: never. */
export function lookEvery({ loadProfile, every, billing }: ProfileSettings): number | undefined {
  if (loadProfile === 'off' && billing === 'off') return undefined;
  return loadProfile === 'off' ? USUAL_PERIOD * MINUTE : (every ?? 1) * MINUTE;
}

function obisIn(setting: string, ofProfile: Obis | undefined): Obis | undefined {
  if (setting === 'off') return undefined;
  return setting === 'profile' ? ofProfile : setting;
}

function loadTask(obis: Obis, period: number, depth: number): ProfileTask {
  return {
    ...{ kind: 'loadProfile', obis, depth },
    isDue: (mark, now) => mark === undefined || Math.abs(now - mark.readAt) >= period * TOLERANCE,
  };
}

/** Once after each closing date: until a row of that date, or of the second before it, is there. */
function billingTask(obis: Obis, day: number): ProfileTask {
  return {
    ...{ kind: 'billing', obis, depth: BILLS },
    isDue: (mark, now, clock) =>
      mark === undefined ||
      (Math.abs(now - mark.readAt) >= BILL_AGAIN &&
        mark.last < lastClosing(localNow(now, clock), day) - DAY),
  };
}

/** The moment of the last closing date, by the meter's own clock. */
function lastClosing(local: number, day: number): number {
  const now = new Date(local);
  const ofMonth = (month: number) => Date.UTC(now.getUTCFullYear(), month, day);
  const thisMonth = ofMonth(now.getUTCMonth());
  return thisMonth <= local ? thisMonth : ofMonth(now.getUTCMonth() - 1);
}

/** What the meter's clock shows, ms since 1970 as if it were UTC; where its zone is not known, UTC. */
export function localNow(now: number, { timezone }: MeterClock): number {
  return timezone ? Date.parse(`${timezone.localTime(now)}Z`) : now;
}
