import { z } from 'zod';
import type { ProfileRequest } from '../../client';
import { Failure } from '../../link';
import { profileMessage, type TimeZone } from '../../telemetry';
import { DlmsMeter } from '../dlms-meter';
import { type Method, reading } from '../method';
import { obis } from './schemas';

const MAX_ROWS = 10_000;

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
    entries: z.int().min(1).max(MAX_ROWS).optional(),
  })
  .refine(
    ({ from, to, entries }) => (from !== undefined && to !== undefined) !== (entries !== undefined),
    'either from and to, or entries is needed',
  );

/** Rows of a profile, oldest first: those from one time until before another, or the last ones. */
export const readProfileMethod: Method = reading(PARAMS, async (params, running) => {
  const { host, meter, timeout } = running;
  if (meter().protocol !== 'dlms') {
    throw new Failure('not-supported', 'profiles are read from DLMS meters');
  }
  const { id: meterId } = meter();
  const timezone = host.timezoneOf(meterId);
  const dlms = DlmsMeter.reach(meter(), host, timeout);
  const { columns, rows, complete } = await dlms.profile(requestOf(params, timezone), MAX_ROWS);
  const buffer = {
    type: 'array',
    value: rows.map((row) => ({ type: 'structure', value: row }) as const),
  } as const;
  const cells = await dlms.readerOf(columns, host);
  const profile = { meterId, obis: params.obis, buffer, columns };
  const message = profileMessage(host.topicPrefix, profile, host.clockOf(meterId), cells);
  if (!message || message.payload === '') {
    throw new Failure('meter-refused', 'what the meter answers is no profile');
  }
  const { ts: _, meterId: __, ...content } = message.payload;
  return { ...content, complete: complete && content['complete'] === true, protocol: 'dlms' };
});

function requestOf(
  { obis: name, from, to, entries }: z.infer<typeof PARAMS>,
  timezone: TimeZone | undefined,
): ProfileRequest {
  if (entries !== undefined) return { obis: name, entries };
  const span = { from: localOf(from ?? 0, timezone), to: localOf(to ?? 0, timezone) };
  return { obis: name, span };
}

/** ms of the meter's own time, as if it were UTC. @throws Failure */
function localOf(when: number | string, timezone: TimeZone | undefined): number {
  if (typeof when === 'number' && !timezone) {
    throw new Failure('not-supported', "without a time zone, from and to are the meter's own time");
  }
  const text = typeof when === 'string' ? when : timezone?.localTime(when);
  const local = Date.parse(`${text}Z`);
  if (Number.isNaN(local)) throw new Failure('invalid-request', `no time: ${text}`);
  return local;
}
