import {
  type AttributeDescriptor,
  captureObjectsOf,
  type Data,
  numberOf,
  type Obis,
  type ProfileColumns,
} from '../../dlms';
import { Failure } from '../../link';
import type { DlmsClient, RequestOptions } from './dlms-client';
import {
  advance,
  clockColumn,
  cursorByEntry,
  cursorByRange,
  cursorOfAll,
  isDone,
  nextSelection,
  type ProfileCursor,
  type Row,
  type Span,
} from './profile-cursor';

/** Rows of a time span, or the newest ones. */
export type ProfileRequest = { readonly obis: Obis } & (
  | { readonly span: Span }
  | { readonly entries: number }
);

export interface ProfilePart {
  readonly columns: ProfileColumns;
  /** Oldest first, every cell filled. */
  readonly rows: readonly Row[];
  /** To go on behind these rows. */
  readonly cursor: ProfileCursor;
  /** All that was asked for has been given. */
  readonly complete: boolean;
}

const PROFILE_CLASS = 7;
const BUFFER = 2;
const CAPTURE_OBJECTS = 3;
const CAPTURE_PERIOD = 4;
const SORT_METHOD = 5;
const ENTRIES_IN_USE = 7;
/** Data-access-results that say nothing about the way of asking. */
const TRANSIENT: ReadonlySet<string> = new Set(['hardware-fault', 'temporary-failure']);
/** Last in, first out; and largest first, which of a clock is the same. */
const NEWEST_FIRST: ReadonlySet<unknown> = new Set([2, 3]);

/**
 * Where reading a profile begins: its columns and, for the newest rows, how many there are.
 * @throws Failure as `DlmsClient.get`; `meter-refused` where the meter has no such profile.
 */
export async function startProfile(
  client: DlmsClient,
  request: ProfileRequest,
  options: RequestOptions,
): Promise<ProfileCursor> {
  const { obis } = request;
  const captured = await read(client, obis, CAPTURE_OBJECTS, options);
  const captureObjects = captured && captureObjectsOf(captured);
  if (!captureObjects) throw new Failure('meter-refused', `${obis} does not tell its columns`);
  const period = await read(client, obis, CAPTURE_PERIOD, options);
  const columns = { captureObjects, capturePeriod: Number(period?.value ?? 0) || 0 };
  if ('span' in request) {
    return clockColumn(columns) < 0
      ? cursorOfAll(obis, columns)
      : cursorByRange(obis, columns, request.span);
  }
  return newest(client, obis, columns, request.entries, options);
}

/**
 * Reads on from a cursor, in parts that are each one transaction. A meter that refuses to select by time is
 * read by number, and one that refuses that too as a whole.
 * @throws as `DlmsClient.get`; the cursor of the last part holds: with it, another client of the same meter
 * goes on.
 */
export async function* readProfile(
  client: DlmsClient,
  start: ProfileCursor,
  options: RequestOptions,
): AsyncGenerator<ProfilePart> {
  let cursor = start;
  while (!isDone(cursor)) {
    const answer = await client.get(bufferOf(cursor.obis), options, nextSelection(cursor));
    const part = 'data' in answer ? advance(cursor, answer.data) : undefined;
    if (part) {
      cursor = part.cursor;
      yield { columns: cursor.columns, rows: part.rows, cursor, complete: isDone(cursor) };
    } else {
      const reason = 'error' in answer ? answer.error : 'no rows';
      cursor = await otherwise(client, cursor, options, reason);
    }
  }
}

/** The next way to read what a meter refused to give. */
async function otherwise(
  client: DlmsClient,
  cursor: ProfileCursor,
  options: RequestOptions,
  reason: string,
): Promise<ProfileCursor> {
  const { obis, columns, span, position } = cursor;
  const isForGood = !TRANSIENT.has(reason);
  if (isForGood && position.by === 'range' && span) {
    const rest = { ...span, from: position.next };
    const last = await entriesInUse(client, obis, options);
    if (last !== undefined) return cursorByEntry(obis, columns, { first: 1, last }, rest);
    return cursorOfAll(obis, columns, rest);
  }
  if (isForGood && position.by === 'entry' && position.given === undefined) {
    return cursorOfAll(obis, columns, span);
  }
  throw new Failure('meter-refused', `the meter answered ${reason} to a part of ${obis}`);
}

async function newest(
  client: DlmsClient,
  obis: Obis,
  columns: ProfileColumns,
  entries: number,
  options: RequestOptions,
): Promise<ProfileCursor> {
  const inUse = await entriesInUse(client, obis, options);
  if (inUse === undefined) return cursorOfAll(obis, columns);
  const sortMethod = await read(client, obis, SORT_METHOD, options);
  const isNewestFirst = NEWEST_FIRST.has(sortMethod?.value);
  const count = Math.min(entries, inUse);
  const range = isNewestFirst
    ? { first: 1, last: count }
    : { first: inUse - count + 1, last: inUse };
  return cursorByEntry(obis, columns, range);
}

async function entriesInUse(
  client: DlmsClient,
  obis: Obis,
  options: RequestOptions,
): Promise<number | undefined> {
  const data = await read(client, obis, ENTRIES_IN_USE, options);
  const count = data && numberOf(data);
  return count === undefined ? undefined : Number(count);
}

async function read(
  client: DlmsClient,
  obis: Obis,
  attribute: number,
  options: RequestOptions,
): Promise<Data | undefined> {
  const answer = await client.get({ classId: PROFILE_CLASS, obis, attribute }, options);
  return 'data' in answer ? answer.data : undefined;
}

function bufferOf(obis: Obis): AttributeDescriptor {
  return { classId: PROFILE_CLASS, obis, attribute: BUFFER };
}
