import type { MeterTime, TimeZone } from '../time-zone';

/**
 * Which of its two moments a local time means that comes twice, by the order of the rows around it and by their
 * period in s, 0 where they have none. What neither decides stays ambiguous.
 */
export function settleRepeatedHour<Row extends Partial<MeterTime>>(
  rows: readonly Row[],
  timezone: TimeZone,
  period: number,
): readonly Row[] {
  const settled = rows.map((row, index) =>
    bySuccessor(row, rows[index + 1], rows[index - 1], timezone),
  );
  for (const [index, row] of settled.entries()) {
    const before = settled[index - 1]?.meterTs;
    if (before !== undefined) settled[index] = byNeighbour(row, before, period, 1, timezone);
  }
  for (let index = settled.length - 2; index >= 0; index--) {
    const [row, after] = [settled[index], settled[index + 1]?.meterTs];
    if (row && after !== undefined) settled[index] = byNeighbour(row, after, period, -1, timezone);
  }
  return settled;
}

/** A clock that goes back has come to the second time. */
function bySuccessor<Row extends Partial<MeterTime>>(
  row: Row,
  next: Row | undefined,
  before: Row | undefined,
  timezone: TimeZone,
): Row {
  const moments = momentsOf(row, timezone);
  if (!moments) return row;
  const [first, second] = moments;
  if (isBefore(next, row)) return at(row, first);
  return isBefore(row, before) ? at(row, second) : row;
}

/** `direction` 1: the neighbour comes before the row, -1: behind it. */
function byNeighbour<Row extends Partial<MeterTime>>(
  row: Row,
  neighbour: number,
  period: number,
  direction: 1 | -1,
  timezone: TimeZone,
): Row {
  const moments = momentsOf(row, timezone);
  if (!moments) return row;
  const possible = moments.filter((moment) => (moment - neighbour) * direction > 0);
  const [only, another] = possible;
  if (only !== undefined && another === undefined) return at(row, only);
  const next = moments.find((moment) => (moment - neighbour) * direction === period * 1_000);
  return next === undefined ? row : at(row, next);
}

/** Both moments of a row whose time comes twice, the earlier one first. */
function momentsOf(
  { meterTime, quality }: Partial<MeterTime>,
  timezone: TimeZone,
): readonly [number, number] | undefined {
  if (meterTime === undefined || quality !== 'clock-ambiguous') return undefined;
  const [first, second] = timezone.momentsOf(meterTime);
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** By their local times, which compare as text. */
function isBefore(one: Partial<MeterTime> | undefined, other: Partial<MeterTime> | undefined) {
  return (
    one?.meterTime !== undefined &&
    other?.meterTime !== undefined &&
    one.meterTime < other.meterTime
  );
}

function at<Row extends Partial<MeterTime>>(row: Row, meterTs: number): Row {
  const { quality: _, ...rest } = row;
  return { ...rest, meterTs } as Row;
}
