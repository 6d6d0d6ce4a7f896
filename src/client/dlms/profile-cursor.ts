import { isDeepStrictEqual } from 'node:util';
import {
  type CosemDateTime,
  type Data,
  dateTimeOf,
  localMilliseconds,
  type Obis,
  type ProfileColumns,
  profileRows,
  type Selection,
} from '../../dlms';

export type Row = readonly Data[];

/** Times are the meter's own: ms since 1970 as if they were UTC. `from` is included, `to` is not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * How far a profile has been read. Plain JSON: kept over a broken link or a restart, reading goes on with
 * what has not been given, and gives nothing twice.
 */
export interface ProfileCursor {
  readonly obis: Obis;
  readonly columns: ProfileColumns;
  /** Rows of other times are left out. */
  readonly span?: Span;
  readonly position: Position;
}

type Position =
  | { readonly by: 'range'; readonly next: number }
  | {
      readonly by: 'entry';
      /** From 1; `last` is included. */
      readonly next: number;
      readonly last: number;
      /** The last row that was given: rows move while a profile is read. */
      readonly given?: Row;
      /** Rows before `next` that are read again, to find it. */
      readonly overlap: number;
    }
  | { readonly by: 'all' }
  | { readonly by: 'done' };

/** About so many at a time, so few that more urgent requests need not wait for long. */
const ROWS = 100;
/** ms at a time of a profile that is not periodic: a month of bills, or of events. */
const STRIDE = 31 * 86_400_000;
const SECOND = 1_000;
const HOUR = 3_600_000;
const OVERLAP = 4;
const CLOCK_CLASS = 8;

/** A cursor before the first row of a span. */
export function cursorByRange(obis: Obis, columns: ProfileColumns, span: Span): ProfileCursor {
  const isEmpty = span.from >= span.to;
  const position: Position = isEmpty ? { by: 'done' } : { by: 'range', next: span.from };
  return { obis, columns, span, position };
}

/** A cursor before the row with a number, from 1. */
export function cursorByEntry(
  obis: Obis,
  columns: ProfileColumns,
  { first, last }: { readonly first: number; readonly last: number },
  span?: Span,
): ProfileCursor {
  const position: Position =
    first > last ? { by: 'done' } : { by: 'entry', next: first, last, overlap: 0 };
  return { obis, columns, ...(span && { span }), position };
}

/** A cursor for a meter that knows no selection. */
export function cursorOfAll(obis: Obis, columns: ProfileColumns, span?: Span): ProfileCursor {
  return { obis, columns, ...(span && { span }), position: { by: 'all' } };
}

export function isDone({ position }: ProfileCursor): boolean {
  return position.by === 'done';
}

/** The column of the clock; -1 where there is none. */
export function clockColumn({ captureObjects }: ProfileColumns): number {
  return captureObjects.findIndex(({ classId }) => classId === CLOCK_CLASS);
}

/** What to ask for next. */
export function nextSelection(cursor: ProfileCursor): Selection | null {
  const { position, columns } = cursor;
  switch (position.by) {
    case 'range': {
      const restrictingObject = columns.captureObjects[clockColumn(columns)];
      if (!restrictingObject) return null;
      const [from, to] = [position.next, endOfPart(cursor, position.next) - SECOND];
      const bounds = { from: dateTime(from), to: dateTime(to) };
      return { selector: 1, restrictingObject, ...bounds, columns: [] };
    }
    case 'entry': {
      const { from, to } = entriesOf(position);
      return { selector: 2, fromEntry: from, toEntry: to, fromColumn: 1, toColumn: 0 };
    }
    default:
      return null;
  }
}

/** What the answer to `nextSelection` brings, and where reading goes on; undefined where it is no buffer. */
export function advance(
  cursor: ProfileCursor,
  buffer: Data,
): { readonly rows: readonly Row[]; readonly cursor: ProfileCursor } | undefined {
  const rows = profileRows(buffer, cursor.columns);
  if (!rows) return undefined;
  switch (cursor.position.by) {
    case 'range':
      return advanceRange(cursor, cursor.position.next, rows);
    case 'entry':
      return advanceEntries(cursor, cursor.position, rows);
    default:
      return { rows: within(cursor, rows, cursor.span), cursor: moved(cursor, { by: 'done' }) };
  }
}

function advanceRange(cursor: ProfileCursor, next: number, rows: readonly Row[]) {
  const { span } = cursor;
  const part = { from: next, to: endOfPart(cursor, next) };
  const inPart = within(cursor, rows, part);
  const rest = { from: next, to: span?.to ?? part.to };
  const inRest = within(cursor, rows, rest);
  // A meter that looks at no bounds has given all it has.
  const isAll = inRest.length > inPart.length;
  const isLast = isAll || part.to >= rest.to;
  return {
    rows: isAll ? inRest : inPart,
    cursor: moved(cursor, isLast ? { by: 'done' } : { by: 'range', next: part.to }),
  };
}

type ByEntry = Extract<Position, { readonly by: 'entry' }>;

function advanceEntries(cursor: ProfileCursor, position: ByEntry, all: readonly Row[]) {
  const { from, to } = entriesOf(position);
  // Some servers take the second number for a count.
  const rows = all.slice(0, to - from + 1);
  const { given, overlap } = position;
  const at = given ? lastIndexOf(rows, given) : -1;
  const isLost = given !== undefined && at < 0;
  if (isLost && from > 1) {
    const wider = { ...position, overlap: overlap * 2 };
    return { rows: [], cursor: moved(cursor, wider) };
  }
  const fresh = rows.slice(at + 1);
  const isLast = to >= position.last || rows.length === 0;
  const next: Position = isLast
    ? { by: 'done' }
    : { ...position, next: to + 1, given: rows.at(-1) ?? [], overlap: OVERLAP };
  return { rows: within(cursor, fresh, cursor.span), cursor: moved(cursor, next) };
}

function lastIndexOf(rows: readonly Row[], wanted: Row): number {
  const fromTheEnd = [...rows].reverse().findIndex((row) => isDeepStrictEqual(row, wanted));
  return fromTheEnd < 0 ? -1 : rows.length - 1 - fromTheEnd;
}

/** Rows move by one with each that is captured meanwhile, so a few are read once more. */
function entriesOf({ next, last, overlap }: ByEntry): { from: number; to: number } {
  return { from: Math.max(1, next - overlap), to: Math.min(last, next + ROWS - 1) };
}

/** On the hour: an hour that comes twice is asked for as a whole, so that its rows come in their order. */
function endOfPart({ columns: { capturePeriod = 0 }, span }: ProfileCursor, from: number): number {
  const stride = capturePeriod > 0 ? ROWS * capturePeriod * SECOND : STRIDE;
  const end = Math.ceil((from + stride) / HOUR) * HOUR;
  return Math.min(end, span?.to ?? Number.POSITIVE_INFINITY);
}

/** The rows of a span, oldest first; one whose time is not to be read is kept. */
function within(cursor: ProfileCursor, rows: readonly Row[], span: Span | undefined): Row[] {
  const column = clockColumn(cursor.columns);
  const timed = rows.map((row) => ({ row, time: timeOfRow(row, column) }));
  const kept = span
    ? timed.filter(({ time }) => time === null || (time >= span.from && time < span.to))
    : timed;
  const inOrder = span && isNewestFirst(kept) ? kept.reverse() : kept;
  return inOrder.map(({ row }) => row);
}

/** By most of the steps: on a day with an hour that comes twice, one step goes the other way. */
function isNewestFirst(rows: readonly { readonly time: number | null }[]): boolean {
  let balance = 0;
  for (const [index, { time }] of rows.entries()) {
    const before = rows[index - 1]?.time;
    if (before != null && time !== null) balance += Math.sign(time - before);
  }
  return balance < 0;
}

/** ms of a row's own time as if it were UTC; null where it is not to be read. */
export function timeOfRow(row: Row, column: number): number | null {
  const cell = row[column];
  const time = cell && dateTimeOf(cell);
  return time ? localMilliseconds(time) : null;
}

function moved(cursor: ProfileCursor, position: Position): ProfileCursor {
  return { ...cursor, position };
}

/** A moment by the meter's own clock: what offset that has is the meter's to know. */
function dateTime(local: number): CosemDateTime {
  const moment = new Date(local);
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth() + 1,
    dayOfMonth: moment.getUTCDate(),
    dayOfWeek: null,
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
    hundredths: 0,
    deviation: null,
    clockStatus: null,
  };
}
