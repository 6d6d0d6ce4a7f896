import {
  clockColumn,
  type DlmsClient,
  type ProfileCursor,
  type ProfilePart,
  type RequestOptions,
  readProfile,
  readScales,
  startProfile,
  timeOfRow,
} from '../client';
import { Failure, type Meter } from '../link';
import { type MeterClock, type Publication, profileMessage, type Reading } from '../telemetry';
import type { DlmsMeters } from './dlms-cycle';
import { FreshRows, OVERLAP, profileMark, type TimedRow } from './profile-mark';
import { localNow, type ProfileTask } from './profile-task';

/** How far the profiles of meters have been read. */
export interface ProfileMarkStore {
  get(meterId: string, obis: string): unknown;
  /** It is known at once, and outlasts the process when this resolves. */
  set(meterId: string, obis: string, mark: unknown): Promise<void>;
}

/** What a gateway has of the profiles of its meters. */
export interface ProfileMeters extends DlmsMeters {
  clockOf(meterId: string): MeterClock;
  primaryOf(reading: Reading): Reading;
  readonly options: { readonly topicPrefix: string; readonly currency: string };
  readonly store: { readonly profiles: ProfileMarkStore };
}

/** The meter has no such profile, or does not tell of it now. */
export class NoSuchProfile extends Failure {}

/** Zones go from UTC-12 to UTC+14, and clocks are off. */
const ZONES = 14 * 3_600_000;
const ADVANCE = 3_600_000;

/**
 * Gives the rows of a profile that have not been given yet, in parts, and notes after each part how far it has
 * come: a broken link or a restart costs no row, and none comes twice.
 * @throws Failure as `DlmsClient.get`; NoSuchProfile where the meter has none.
 */
export async function readNewRows(
  meters: ProfileMeters,
  meter: Meter,
  task: ProfileTask,
  timeout: number,
  give: (publication: Publication) => void,
): Promise<void> {
  const client = meters.dlmsClient(meter);
  if (!client) throw new Failure('meter-not-connected', 'Meter not connected');
  const options: RequestOptions = { priority: 'back-fill', timeout };
  const { profiles } = meters.store;
  const mark = profileMark(profiles.get(meter.id, task.obis));
  const clock = meters.clockOf(meter.id);
  const now = localNow(Date.now(), clock);
  const to = now + (clock.timezone ? ADVANCE : ZONES);
  const from = mark?.last ? mark.last - OVERLAP : now - task.depth;
  const cursor = await startAt(client, meter, task, { from, to }, options).catch(rethrow);
  const column = clockColumn(cursor.columns);
  if (column < 0) throw new Failure('not-supported', `${task.obis} has no clock among its columns`);
  const readCell = await cellReader(meters, meter, client, cursor, options);
  const fresh = new FreshRows(mark, column, to);
  for await (const part of readProfile(client, cursor, options)) {
    noteWayOfReading(meter, task, part);
    const rows = timedRows(part, column).filter(({ time }) => time >= from);
    const isGiven = fresh.take(rows);
    const given = rows.filter((_, index) => isGiven[index]);
    const message = profileMessage(
      meters.options.topicPrefix,
      {
        ...{ meterId: meter.id, obis: task.obis },
        buffer: bufferOf(rows),
        columns: part.columns.captureObjects,
        capturePeriod: part.columns.capturePeriod,
      },
      clock,
      readCell,
      (index) => isGiven[index] === true,
    );
    if (message && message.payload !== '' && given.length > 0) {
      const isWhole = part.complete && timedRows(part, column).length === part.rows.length;
      give({ ...message, payload: { ...message.payload, complete: isWhole } });
    }
    const readAt = part.complete ? Date.now() : (mark?.readAt ?? 0);
    await profiles.set(meter.id, task.obis, fresh.after(given, readAt));
  }
}

function rethrow(error: unknown): never {
  const isAbsent = error instanceof Failure && error.code === 'meter-refused';
  throw isAbsent ? new NoSuchProfile(error.code, error.message) : error;
}

/** Where reading begins. A meter that is known to select by number only is asked for as many rows as there may be. */
async function startAt(
  client: DlmsClient,
  { memory }: Meter,
  { obis }: ProfileTask,
  span: { readonly from: number; readonly to: number },
  options: RequestOptions,
): Promise<ProfileCursor> {
  const period = memory.get(byNumber(obis));
  if (typeof period !== 'number') return startProfile(client, { obis, span }, options);
  const entries = Math.ceil((span.to - span.from) / (period * 1_000)) + 1;
  return startProfile(client, { obis, entries }, options);
}

/** Selecting by time begins a read; one that goes on by number has been refused that. */
function noteWayOfReading({ memory }: Meter, { obis }: ProfileTask, part: ProfilePart): void {
  const { capturePeriod = 0 } = part.columns;
  const isByNumber = part.cursor.position.by === 'entry' && capturePeriod > 0;
  if (isByNumber && !memory.has(byNumber(obis))) memory.set(byNumber(obis), capturePeriod);
}

function byNumber(obis: string): string {
  return `learned:profile-by-number:${obis}`;
}

/** Rows whose time cannot be read belong nowhere. */
function timedRows({ rows, columns }: ProfilePart, column: number): readonly TimedRow[] {
  return rows.flatMap((row) => {
    const time = timeOfRow(row, column);
    return time === null || row.length !== columns.captureObjects.length ? [] : [{ row, time }];
  });
}

function bufferOf(rows: readonly TimedRow[]) {
  const value = rows.map(({ row }) => ({ type: 'structure', value: row }) as const);
  return { type: 'array', value } as const;
}

async function cellReader(
  meters: ProfileMeters,
  { id: meterId, memory }: Meter,
  client: DlmsClient,
  { columns }: ProfileCursor,
  options: RequestOptions,
) {
  const catalogue = meters.catalogueOf(meterId);
  const isSettled = (obis: string) => catalogue.isSettled(obis);
  const scales = await readScales(client, memory, columns.captureObjects, isSettled, options);
  const { currency } = meters.options;
  const clock = meters.clockOf(meterId);
  const context = { ts: Date.now(), meterId, via: 'profile', currency, ...clock } as const;
  return ((column, data) => {
    const reading = catalogue.reading({ ...column, data }, scales.get(column.obis), context);
    return meters.primaryOf(reading);
  }) satisfies Parameters<typeof profileMessage>[3];
}
