import {
  type CaptureObject,
  type Data,
  dateTimeOf,
  type Obis,
  profileRows,
  type ScalerUnit,
} from '../../dlms';
import { type MeterClock, meterTimeOf } from '../meter-time';
import type { Publication } from '../publication';
import type { Reading } from '../reading';
import type { MeterTime } from '../time-zone';
import { meterTopic } from '../topics';
import { settleRepeatedHour } from './repeated-hour';

/** A column of a profile; its scale where the flow knows it. */
export interface ProfileColumn extends CaptureObject, Partial<ScalerUnit> {}

export interface ProfileBuffer {
  readonly meterId: string;
  readonly obis: Obis;
  readonly buffer: Data;
  readonly columns: readonly ProfileColumn[];
  /** Seconds between rows; absent or 0: not periodic. */
  readonly capturePeriod?: number | undefined;
}

/** Makes a reading of a cell, with name and scale. */
export type ReadCell = (column: ProfileColumn, data: Data) => Reading;

const CLOCK_CLASS = 8;
const VALUE = 2;
const STATUS = /^\d+-\d+:96\.10\.\d+\.255$/;

interface Row extends Partial<MeterTime> {
  readonly status?: Reading['value'];
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The rows of a profile buffer, ready to publish (contract, section 2). A row that does not fit the columns
 * is left out, and the profile is then not complete. `undefined` where the data is no buffer. Rows of which some are not to be given again
 * still tell which of two hours the others mean.
 */
export function profileMessage(
  prefix: string,
  { meterId, obis, buffer, columns, capturePeriod }: ProfileBuffer,
  clock: MeterClock,
  readCell: ReadCell,
  isGiven: (index: number) => boolean = () => true,
): Publication | undefined {
  const cells = profileRows(buffer, {
    captureObjects: columns,
    ...(capturePeriod !== undefined && { capturePeriod }),
  });
  if (!cells) return undefined;
  const whole = cells.filter((row) => row.length === columns.length);
  const all = whole.map((row) => rowOf(row, columns, clock, readCell));
  const { timezone } = clock;
  const rows = (timezone ? settleRepeatedHour(all, timezone, capturePeriod ?? 0) : all).filter(
    (_, index) => isGiven(index),
  );
  return {
    topic: meterTopic(prefix, meterId, 'profile'),
    payload: {
      ts: Date.now(),
      meterId,
      obis,
      from: rows[0]?.meterTime ?? null,
      to: rows.at(-1)?.meterTime ?? null,
      complete: whole.length === cells.length,
      rows,
    },
    qos: 1,
    retain: false,
  };
}

function rowOf(
  row: readonly Data[],
  columns: readonly ProfileColumn[],
  clock: MeterClock,
  readCell: ReadCell,
): Row {
  let time: MeterTime | undefined;
  let status: Pick<Row, 'status'> = {};
  const values: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const data = row[index];
    if (!data) continue;
    const isTime = column.classId === CLOCK_CLASS && column.attribute === VALUE && !time;
    const dateTime = isTime ? dateTimeOf(data) : undefined;
    if (dateTime) {
      time = meterTimeOf(dateTime, clock);
      continue;
    }
    const reading = readCell(column, data);
    if (STATUS.test(column.obis)) status = { status: reading.value };
    else values[nameOf(column, reading)] = contentOf(reading);
  }
  return { ...time, ...status, values };
}

/** The register, and behind it what of the object is meant where that is not the value. */
function nameOf({ attribute, dataIndex }: ProfileColumn, { register }: Reading): string {
  const which = attribute === VALUE ? '' : `/${attribute}`;
  return `${register}${which}${dataIndex === 0 ? '' : `[${dataIndex}]`}`;
}

/** What a reading set says of each value. */
function contentOf(
  reading: Reading,
): Omit<Reading, 'ts' | 'meterId' | 'register' | 'source' | 'via'> {
  const { ts: _, meterId: __, register: ___, source: ____, via: _____, ...content } = reading;
  return content;
}
