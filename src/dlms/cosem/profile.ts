import type { Data, Scalar } from '../axdr';
import type { CaptureObject } from './capture-object';
import { type DeviationPolicy, dateTimeData, dateTimeOf, isoDateTime, secondsLater } from './clock';

/** A profile's attributes that its buffer is read by (class 7, attributes 3 and 4). */
export interface ProfileColumns {
  readonly captureObjects: readonly CaptureObject[];
  /** Seconds between rows; 0 or absent: not periodic. */
  readonly capturePeriod?: number;
}

/** A cell as plain JSON: what `Data` has as `value`, without the types. */
export type Cell = Scalar['value'] | readonly Cell[];

type Row = readonly Data[];

const CLOCK_CLASS = 8;
const CLOCK_TIME = 2;

/**
 * The rows of a profile buffer with every cell filled (IEC 62056-6-2, 4.3.6.2.3): null-data in a clock column
 * is the time of the row before plus the capture period, in any other column the value of the row before, and
 * a delta type is added to it. `undefined` where the data is no buffer.
 */
export function profileRows(buffer: Data, columns: ProfileColumns): Data[][] | undefined {
  if (buffer.type !== 'array' && buffer.type !== 'compact-array') return undefined;
  const { captureObjects, capturePeriod = 0 } = columns;
  const periods = captureObjects.map((object) =>
    isClockColumn(object) ? capturePeriod : undefined,
  );
  const rows: Data[][] = [];
  let above: Row = [];
  for (const element of buffer.value) {
    const row = fillRow(cellsOf(element), above, periods);
    rows.push(row);
    above = row;
  }
  return rows;
}

/** Rows as plain JSON: times in ISO 8601, numbers, text, octets as hex. */
export function plainRows(
  rows: readonly Row[],
  { captureObjects }: ProfileColumns,
  policy?: DeviationPolicy,
): Cell[][] {
  const isClock = captureObjects.map(isClockColumn);
  return rows.map((row) =>
    row.map((cell, column) =>
      isClock[column] ? plainTime(cell, policy) : plainCell(cell, policy),
    ),
  );
}

function isClockColumn({ classId, attribute }: CaptureObject): boolean {
  return classId === CLOCK_CLASS && attribute === CLOCK_TIME;
}

/** A profile of one column in a compact-array has no structures. */
function cellsOf(element: Data): Row {
  return element.type === 'structure' ? element.value : [element];
}

/** `periods` has the seconds between rows for clock columns, `undefined` for all others. */
function fillRow(cells: Row, above: Row, periods: readonly (number | undefined)[]): Data[] {
  return cells.map((cell, column) => fill(cell, above[column], periods[column]));
}

function fill(cell: Data, above: Data | undefined, period: number | undefined): Data {
  if (above === undefined) return cell;
  if (cell.type === 'null-data') return period === undefined ? above : later(above, period);
  return cell.type.startsWith('delta-') ? sum(above, cell) : cell;
}

/** Without a period the time is not known, which null-data says. */
function later(above: Data, period: number): Data {
  const time = dateTimeOf(above);
  const next = time && period > 0 ? secondsLater(time, period) : undefined;
  return next ? dateTimeData(next) : { type: 'null-data', value: null };
}

function sum(above: Data, delta: Data): Data {
  const [base, difference] = [above.value, delta.value];
  if (typeof difference !== 'number') return delta;
  switch (above.type) {
    case 'long64':
    case 'long64-unsigned':
      return { type: above.type, value: String(BigInt(above.value) + BigInt(difference)) };
    default:
      return typeof base === 'number' ? ({ ...above, value: base + difference } as Data) : delta;
  }
}

function plainTime(cell: Data, policy: DeviationPolicy | undefined): Cell {
  const time = dateTimeOf(cell);
  return (time && isoDateTime(time, policy)) ?? plainCell(cell, policy);
}

function plainCell(cell: Data, policy: DeviationPolicy | undefined): Cell {
  switch (cell.type) {
    case 'array':
    case 'structure':
    case 'compact-array':
      return cell.value.map((part) => plainCell(part, policy));
    case 'date-time':
      return isoDateTime(cell.value, policy) ?? cell.value;
    default:
      return cell.value;
  }
}
