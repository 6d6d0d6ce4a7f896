import type { Dlt645Steps } from '../../client';
import { type Content, contentOfOctets } from '../../content';
import { type Credentials, encodeRequest, type RequestBody, type Standard } from '../../dlt645';
import { Failure, type Permit } from '../../link';
import type { TimeZone } from '../../telemetry';
import { accepted, type Dlt645Meter } from '../dlt645-meter';
import { type ClosingTimes, expectQuietTime, expectSameZone } from './clock-rules';
import { readClock } from './dlt645-clock';

export type Dlt645ClockMode = 'broadcast' | 'write';

/** Meters follow a broadcast so far, ms (clause 7.6). */
const BROADCAST_REACH = 5 * 60_000;
/** ms by which a clock that was set may be off: its seconds are whole, and the line takes its time. */
const SET_WITHIN = 10_000;
const DEMAND_PERIOD = '04000103';
const BILLING_DAY = '04000B01';

/** What the requests will be. */
export function dlt645ClockContents(
  address: string,
  mode: Dlt645ClockMode,
  standard: Standard,
): readonly Content[] {
  return requests(mode, standard, '2000-01-01T00:00:00', {}).map((request) =>
    contentOfOctets(encodeRequest({ ...request, standard, ...(mode === 'write' && { address }) })),
  );
}

/**
 * Sets a clock to the time of the meter's zone.
 * @throws Failure `zone-error`, `interlock`, `meter-refused` or `not-confirmed`.
 */
export function setDlt645Clock(
  meter: Dlt645Meter,
  mode: Dlt645ClockMode,
  zone: TimeZone,
  credentials: Credentials,
  permit: Permit,
): Promise<Readonly<Record<string, unknown>>> {
  return meter.transact('command', permit, async (steps) => {
    const closing = await closingTimes(steps, meter.standard);
    const before = await driftOf(steps, zone);
    expectSameZone(before.drift);
    if (mode === 'broadcast' && Math.abs(before.drift) > BROADCAST_REACH) {
      throw new Failure('interlock', 'meters follow a broadcast within five minutes only');
    }
    const time = zone.localTime(Date.now());
    const local = Date.parse(`${time}Z`);
    expectQuietTime([local, local + before.drift], closing);
    for (const request of requests(mode, meter.standard, time, credentials)) {
      if (mode === 'broadcast') await steps.tellAll(request);
      else accepted(await steps.ask(request));
    }
    const after = await driftOf(steps, zone);
    if (Math.abs(after.drift) > SET_WITHIN) {
      throw new Failure('not-confirmed', `the clock of the meter reads ${after.clock}`);
    }
    return { mode, before: before.clock, after: after.clock, drift: seconds(before.drift) };
  });
}

function requests(
  mode: Dlt645ClockMode,
  standard: Standard,
  time: string,
  credentials: Credentials,
): readonly RequestBody[] {
  if (mode === 'broadcast') return [{ type: 'broadcast-time', time }];
  const [date = '', clock = ''] = time.slice(2).replaceAll(/[-:]/g, '').split('T');
  const weekday = `0${new Date(`${time}Z`).getUTCDay()}`;
  const password = credentials.password ?? '00000000';
  const write = (di: string, value: string): RequestBody => ({
    type: 'write',
    di,
    value,
    ...credentials,
    password,
  });
  const [dateDi, timeDi] = standard === '1997' ? ['C010', 'C011'] : ['04000101', '04000102'];
  return [write(dateDi, date + weekday), write(timeDi, clock)];
}

/** ms that the meter's clock is ahead of the right time. */
async function driftOf(
  steps: Pick<Dlt645Steps, 'read'>,
  zone: TimeZone,
): Promise<{ readonly clock: string; readonly drift: number }> {
  const clock = await readClock(steps);
  const right = Date.parse(`${zone.localTime(Date.now())}Z`);
  return { clock, drift: Date.parse(`${clock}Z`) - right };
}

/** What the meter does not tell is not guessed. */
async function closingTimes(steps: Dlt645Steps, standard: Standard): Promise<ClosingTimes> {
  if (standard === '1997') return {};
  const period = Number((await steps.read(DEMAND_PERIOD)).value);
  const billing = (await steps.read(BILLING_DAY)).value;
  const hour = typeof billing === 'string' ? Number(billing.slice(2, 4)) : Number.NaN;
  return {
    ...(period > 0 && { interval: period }),
    ...(hour >= 0 && hour < 24 && { billingHour: hour }),
  };
}

export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1_000);
}
