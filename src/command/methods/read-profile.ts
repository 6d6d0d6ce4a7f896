import { z } from 'zod';
import {
  type CaptureObject,
  type CosemDateTime,
  captureObjectsOf,
  type Obis,
  type Selection,
} from '../../dlms';
import { Failure } from '../../link';
import { profileMessage, type TimeZone } from '../../telemetry';
import { DlmsMeter } from '../dlms-meter';
import { type Method, reading } from '../method';
import { obis } from './schemas';

const PROFILE = 7;
const BUFFER = 2;
const CAPTURE_OBJECTS = 3;
const CAPTURE_PERIOD = 4;
const ENTRIES_IN_USE = 7;
const CLOCK_CLASS = 8;
const VALUE = 2;
const MAX_ENTRIES = 10_000;

/** ms since 1970, or the meter's own local time. */
const moment = z.union([
  z.int().min(0).max(4.1e12),
  z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'not as 2026-01-30T04:30:00'),
]);

const PARAMS = z
  .strictObject({
    obis,
    from: moment.optional(),
    to: moment.optional(),
    entries: z.int().min(1).max(MAX_ENTRIES).optional(),
  })
  .refine(
    ({ from, to, entries }) => (from !== undefined && to !== undefined) !== (entries !== undefined),
    'either from and to, or entries is needed',
  );

/** Rows of a profile: those of a time, or the last ones. */
export const readProfile: Method = reading(PARAMS, async (params, running) => {
  const { host, meter, timeout } = running;
  if (meter().protocol !== 'dlms') {
    throw new Failure('not-supported', 'profiles are read from DLMS meters');
  }
  const dlms = DlmsMeter.reach(meter(), host, timeout);
  const { id: meterId } = meter();
  const timezone = host.timezoneOf(meterId);
  const columns = captureObjectsOf(await dlms.get(attributeOf(params.obis, CAPTURE_OBJECTS)));
  if (!columns) throw new Failure('meter-refused', 'the columns of the profile cannot be read');
  const period = await dlms.tryGet(attributeOf(params.obis, CAPTURE_PERIOD));
  const selection = await selectionOf(params, columns, dlms, timezone);
  const buffer = await dlms.get(attributeOf(params.obis, BUFFER), 'command', selection);
  const cells = await dlms.readerOf(columns, host);
  const message = profileMessage(
    host.topicPrefix,
    {
      ...{ meterId, obis: params.obis, buffer, columns },
      capturePeriod: period?.type === 'double-long-unsigned' ? period.value : undefined,
    },
    { timezone },
    cells,
  );
  if (!message || message.payload === '') {
    throw new Failure('meter-refused', 'what the meter answers is no profile');
  }
  const { ts: _, meterId: __, ...rows } = message.payload;
  return { ...rows, protocol: 'dlms' };
});

type Params = z.infer<typeof PARAMS>;

async function selectionOf(
  { obis: profile, from, to, entries }: Params,
  columns: readonly CaptureObject[],
  dlms: DlmsMeter,
  timezone: TimeZone | undefined,
): Promise<Selection> {
  if (entries !== undefined) return lastEntries(profile, entries, dlms);
  const clock = columns.find(
    ({ classId, attribute }) => classId === CLOCK_CLASS && attribute === VALUE,
  );
  if (!clock) throw new Failure('not-supported', 'the profile has no clock: read it by entries');
  return {
    selector: 1,
    restrictingObject: clock,
    from: dateTimeOf(from ?? 0, timezone),
    to: dateTimeOf(to ?? 0, timezone),
    columns: [],
  };
}

async function lastEntries(profile: Obis, count: number, dlms: DlmsMeter): Promise<Selection> {
  const inUse = await dlms.tryGet(attributeOf(profile, ENTRIES_IN_USE));
  if (inUse?.type !== 'double-long-unsigned') {
    throw new Failure('meter-refused', 'the meter does not tell how many entries there are');
  }
  const fromEntry = Math.max(1, inUse.value - count + 1);
  return { selector: 2, fromEntry, toEntry: inUse.value, fromColumn: 1, toColumn: 0 };
}

/** A local time of the meter; deviation and status are left open, as every meter takes it. */
function dateTimeOf(when: number | string, timezone: TimeZone | undefined): CosemDateTime {
  if (typeof when === 'number' && !timezone) {
    throw new Failure('not-supported', "without a time zone, from and to are the meter's own time");
  }
  const text = typeof when === 'string' ? when : (timezone?.localTime(when) ?? '');
  const time = new Date(`${text}Z`);
  if (Number.isNaN(time.getTime())) throw new Failure('invalid-request', `no time: ${text}`);
  return {
    year: time.getUTCFullYear(),
    month: time.getUTCMonth() + 1,
    dayOfMonth: time.getUTCDate(),
    dayOfWeek: null,
    hour: time.getUTCHours(),
    minute: time.getUTCMinutes(),
    second: time.getUTCSeconds(),
    hundredths: 0,
    deviation: null,
    clockStatus: null,
  };
}

function attributeOf(profile: Obis, attribute: number) {
  return { classId: PROFILE, obis: profile, attribute };
}
