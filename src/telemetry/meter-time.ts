import {
  type CosemDateTime,
  clockStatusOf,
  type DeviationPolicy,
  epochMilliseconds,
  isoDateTime,
} from '../dlms';
import type { MeterTime, TimeZone } from './time-zone';

/** What is known of how a meter keeps its time. */
export interface MeterClock {
  /** The zone that it runs on, where it does not say its offset. */
  readonly timezone?: TimeZone | undefined;
  /** Absent: as the standard has it. */
  readonly deviationPolicy?: DeviationPolicy | undefined;
}

/**
 * A meter's own time, in UTC where its offset is known: from the value's deviation, else from its zone.
 * `undefined` where the value is no single moment.
 */
export function meterTimeOf(
  dateTime: CosemDateTime,
  { timezone, deviationPolicy }: MeterClock,
): MeterTime | undefined {
  const meterTime = isoDateTime(dateTime, deviationPolicy);
  if (meterTime === null) return undefined;
  const meterTs = epochMilliseconds(dateTime, deviationPolicy);
  if (meterTs !== null) return { meterTime, meterTs };
  const isDaylightSaving = clockStatusOf(dateTime)?.daylightSaving;
  return timezone?.meterTime(meterTime, isDaylightSaving) ?? { meterTime };
}
