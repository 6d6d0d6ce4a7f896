import { type Content, contentOfApdu } from '../../content';
import {
  type CosemDateTime,
  clockStatusOf,
  type Data,
  dateTimeData,
  dateTimeOf,
  isoDateTime,
  localMilliseconds,
  type Obis,
  utcOffset,
} from '../../dlms';
import { Failure, type Permit } from '../../link';
import type { TimeZone } from '../../telemetry';
import type { DlmsMeter } from '../dlms-meter';
import { type ClosingTimes, expectQuietTime, expectSameZone } from './clock-rules';
import { seconds } from './set-dlt645-clock';

export type DlmsClockMode = 'write' | 'adjust';

const CLASS = 8;
const CLOCK: Obis = '0-0:1.0.0.255';
const TIME = 2;
/** shift_time (IEC 62056-6-2, 4.5.1): seconds, -900 to 900. */
const SHIFT_TIME = 6;
const MOST_SHIFT = 900;
const DAYLIGHT_SAVING = 0x80;
const LOAD_PROFILE = { classId: 7, obis: '1-0:99.1.0.255', attribute: 4 } as const;
const SET_WITHIN = 10_000;
const MINUTE = 60_000;

/** What the request will be. */
export function dlmsClockContent(mode: DlmsClockMode): Content {
  const head = { invokeId: 1, confirmed: true, highPriority: true, kind: 'normal' } as const;
  const data: Data = { type: 'null-data', value: null };
  return mode === 'write'
    ? contentOfApdu({ ...head, type: 'set-request', attribute: time(), selection: null, data })
    : contentOfApdu({ ...head, type: 'action-request', method: shift(), data });
}

/**
 * Sets a clock to the time of the meter's zone, in the meter's own form: a deviation that it leaves open
 * stays open.
 * @throws Failure `not-supported` without a zone, `zone-error`, `interlock`, `meter-refused`, `not-confirmed`.
 */
export async function setDlmsClock(
  meter: DlmsMeter,
  mode: DlmsClockMode,
  zone: TimeZone | undefined,
  permit: Permit,
): Promise<Readonly<Record<string, unknown>>> {
  const closing = await closingTimes(meter);
  const before = await read(meter, zone);
  expectSameZone(before.drift);
  expectQuietTime([before.right, before.local], closing);
  if (mode === 'write') {
    await meter.set(time(), dateTimeData(rightTime(before.clock, zone)), permit);
  } else {
    const shiftBy = -seconds(before.drift);
    if (Math.abs(shiftBy) > MOST_SHIFT) {
      throw new Failure('interlock', 'a clock is adjusted by 15 minutes at most');
    }
    await meter.action(shift(), { type: 'long', value: shiftBy }, 'command', permit);
  }
  const after = await read(meter, zone);
  const text = isoDateTime(after.clock);
  if (Math.abs(after.drift) > SET_WITHIN) {
    throw new Failure('not-confirmed', `the clock of the meter reads ${text}`);
  }
  return {
    mode,
    before: isoDateTime(before.clock),
    after: text,
    drift: seconds(before.drift),
    protocol: 'dlms',
  };
}

interface ClockReading {
  readonly clock: CosemDateTime;
  /** ms of local time as if it were UTC, of the meter and as it should be. */
  readonly local: number;
  readonly right: number;
  /** ms that the meter is ahead. */
  readonly drift: number;
}

async function read(meter: DlmsMeter, zone: TimeZone | undefined): Promise<ClockReading> {
  const clock = dateTimeOf(await meter.get(time()));
  const local = clock && localMilliseconds(clock);
  if (!clock || typeof local !== 'number') {
    throw new Failure('meter-refused', 'the clock of the meter cannot be read');
  }
  const right = rightLocal(clock, zone);
  return { clock, local, right, drift: local - right };
}

/** What the meter's clock should read: its own offset counts where it says one and no zone is known. */
function rightLocal(clock: CosemDateTime, zone: TimeZone | undefined): number {
  if (zone) return Date.parse(`${zone.localTime(Date.now())}Z`);
  const offset = utcOffset(clock);
  if (offset === null) {
    throw new Failure('not-supported', 'the time zone of the meter is not known');
  }
  return Math.floor((Date.now() + offset * MINUTE) / 1_000) * 1_000;
}

function rightTime(clock: CosemDateTime, zone: TimeZone | undefined): CosemDateTime {
  const right = rightLocal(clock, zone);
  const moment = new Date(right);
  const offset = Math.round((right - Date.now()) / MINUTE);
  return {
    ...clock,
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    dayOfMonth: moment.getUTCDate(),
    dayOfWeek: clock.dayOfWeek === null ? null : moment.getUTCDay() || 7,
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
    hundredths: clock.hundredths === null ? null : 0,
    ...(clock.deviation !== null && zone && { deviation: -offset }),
    ...(clock.deviation !== null && zone && { clockStatus: statusFor(clock, zone, offset) }),
  };
}

/** The bit for daylight saving time, where the meter uses the status. */
function statusFor(clock: CosemDateTime, zone: TimeZone, offset: number): number | null {
  if (clockStatusOf(clock) === null || clock.clockStatus === null) return null;
  const standard = Math.min(...[0, 6].map((month) => offsetIn(zone, month)));
  const others = clock.clockStatus & ~DAYLIGHT_SAVING;
  return offset > standard ? others | DAYLIGHT_SAVING : others;
}

/** Minutes that the zone is ahead of UTC in a month of this year. */
function offsetIn(zone: TimeZone, month: number): number {
  const ts = Date.UTC(new Date().getUTCFullYear(), month, 1);
  return (Date.parse(`${zone.localTime(ts)}Z`) - ts) / MINUTE;
}

async function closingTimes(meter: DlmsMeter): Promise<ClosingTimes> {
  const period = await meter.tryGet(LOAD_PROFILE);
  const isNumber = period?.type === 'double-long-unsigned' && period.value > 0;
  return isNumber ? { interval: period.value / 60 } : {};
}

function time() {
  return { classId: CLASS, obis: CLOCK, attribute: TIME } as const;
}

function shift() {
  return { classId: CLASS, obis: CLOCK, method: SHIFT_TIME } as const;
}
