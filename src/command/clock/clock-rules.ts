import { Failure } from '../../link';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A jump of the clock so near to the end of a day or an interval would move energy into another one. */
const NEAR = 5 * MINUTE;
/** Zones are not farther apart. */
const FARTHEST = 26;
/** How exactly a drift must be whole hours to be one of zones. */
const WHOLE_HOUR = 3 * MINUTE;

/** What a meter closes off at certain times, by its own clock. */
export interface ClosingTimes {
  /** Minutes of its load or demand interval. */
  readonly interval?: number;
  /** Hour of its billing days. */
  readonly billingHour?: number;
}

/** A drift of whole hours says that somebody is wrong about the zone. */
export function isZoneError(drift: number): boolean {
  const hours = Math.round(drift / HOUR);
  return hours !== 0 && Math.abs(hours) <= FARTHEST && Math.abs(drift - hours * HOUR) <= WHOLE_HOUR;
}

/**
 * Whether a clock may be set now. Times are ms of local time as if it were UTC, both before and after.
 * @throws Failure `interlock`
 */
export function expectQuietTime(times: readonly number[], closing: ClosingTimes): void {
  const { interval, billingHour } = closing;
  for (const time of times) {
    const ofDay = ((time % DAY) + DAY) % DAY;
    if (isNear(ofDay, DAY)) refuse('midnight');
    if (billingHour !== undefined && Math.abs(ofDay - billingHour * HOUR) < NEAR) {
      refuse('the end of a billing period');
    }
    // Where all times are near an interval's end there is no better one.
    if (
      interval !== undefined &&
      interval * MINUTE > 2 * NEAR &&
      isNear(ofDay, interval * MINUTE)
    ) {
      refuse(`the end of an interval of ${interval} minutes`);
    }
  }
}

/** @throws Failure `zone-error` */
export function expectSameZone(drift: number): void {
  if (!isZoneError(drift)) return;
  const hours = Math.round(drift / HOUR);
  throw new Failure(
    'zone-error',
    `the clock is ${Math.abs(hours)} h ${hours > 0 ? 'fast' : 'slow'}: a zone error, which is not corrected`,
  );
}

function isNear(ofDay: number, period: number): boolean {
  const since = ofDay % period;
  return since < NEAR || period - since < NEAR;
}

function refuse(what: string): never {
  throw new Failure('interlock', `clocks are not set within five minutes of ${what}`);
}
