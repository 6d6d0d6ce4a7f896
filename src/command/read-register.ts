import { Failure } from '../link';
import { describeObis, identifiersOf, type Reading, substituteOf } from '../telemetry';
import { readClock } from './clock/dlt645-clock';
import { DlmsMeter, DlmsRefusal } from './dlms-meter';
import { Dlt645Meter } from './dlt645-meter';
import type { Result, Running } from './method';
import { readRelay } from './relay/relay-of';
import { diOf, obisOf, type Target, targetOf } from './target';

/** A meter answers so for what it does not have. */
const ABSENT: ReadonlySet<string> = new Set(['object-undefined', 'object-unavailable']);
/** Class 3, "register", where the standard leaves the class open. */
const REGISTER = 3;
const DATE_AND_TIME = '0x0400010c';

/**
 * Reads one register by whatever name it was asked for; the answer names what was really read.
 * @throws Failure `unknown-register`, or what became of the request.
 */
export async function readRegister(asked: string | number, running: Running): Promise<Result> {
  const { protocol } = running.meter();
  const target = ownTarget(asked, running) ?? targetOf(asked, protocol);
  if (target.key === 'RELAY_STATE') {
    const { state } = await readRelay(running);
    const content = { register: target.key, value: state, unit: '', protocol };
    return { ...requested(target, content), ...content };
  }
  const readings =
    protocol === 'dlms' ? await readDlms(target, running) : await readDlt645(target, running);
  const result = resultOf(readings);
  return { ...requested(target, result), ...result };
}

/** The object of a DLMS meter that the user has given this name. */
function ownTarget(asked: string | number, { host, meter }: Running): Target | undefined {
  const { id, protocol } = meter();
  if (protocol !== 'dlms' || typeof asked !== 'string') return undefined;
  const obis = host.catalogueOf(id).obisOf(asked.trim());
  return obis === undefined ? undefined : { asked: asked.trim(), ids: { obis } };
}

/** What was asked for, where that is not how the answer names it. */
function requested({ asked }: Target, { register, dataId }: Result): Result {
  const given = asked.toLowerCase();
  const names = [register, dataId].map((name) => String(name).toLowerCase());
  return names.includes(given) || names.includes(`0x${given}`) ? {} : { requested: asked };
}

async function readDlms(target: Target, { host, meter, timeout }: Running): Promise<Reading[]> {
  const dlms = DlmsMeter.reach(meter(), host, timeout);
  const read = (obis: string) => dlms.read(describeObis(obis)?.classId ?? REGISTER, obis, host);
  const substitute = target.key === undefined ? undefined : substituteOf(target.key);
  const other = substitute === undefined ? undefined : identifiersOf(substitute)?.obis;
  if (target.ids.obis === undefined && other !== undefined) return [await read(other)];
  try {
    return [await read(obisOf(target))];
  } catch (error) {
    const isAbsent = error instanceof DlmsRefusal && ABSENT.has(error.result);
    if (!isAbsent || other === undefined) throw error;
    return [await read(other)];
  }
}

async function readDlt645(
  target: Target,
  { host, meter, timeout }: Running,
): Promise<readonly Reading[]> {
  const dlt645 = await Dlt645Meter.reach(meter(), timeout, 'command');
  if (target.ids.di === DATE_AND_TIME) return [await readDateAndTime(dlt645, host)];
  const frame = await dlt645.read(diOf(target, dlt645.standard));
  const readings = dlt645.readings(frame, host);
  if (readings.length > 0) return readings;
  throw new Failure('not-supported', `${target.asked} holds a record: use dlt645_read`);
}

/** Not every meter has both in one. */
async function readDateAndTime(dlt645: Dlt645Meter, host: Running['host']): Promise<Reading> {
  const clock = await dlt645.transact('command', undefined, readClock);
  const meterId = dlt645.meter.id;
  const time = host.timezoneOf(meterId)?.meterTime(clock) ?? { meterTime: clock };
  const head = { ts: Date.now(), meterId, dataId: DATE_AND_TIME, register: 'CLOCK' };
  return { ...head, value: clock, unit: '', source: 'dlt645', via: 'command', ...time };
}

function resultOf(readings: readonly Reading[]): Result {
  const [first] = readings;
  if (first && readings.length === 1) return contentOf(first);
  const entries = readings.map((one) => [one.register, contentOf(one)] as const);
  return { readings: Object.fromEntries(entries) };
}

function contentOf({ ts: _, meterId: __, source, via: ___, ...content }: Reading): Result {
  return source === 'dlms'
    ? { ...content, obisCode: content.dataId, protocol: source }
    : { ...content, protocol: source };
}
