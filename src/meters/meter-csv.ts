import { COLUMNS, type Column, isColumn } from './columns';
import { CsvError, csvText, parseCsv } from './csv';
import { keysOfFile, type ReadKeys } from './key-cells';
import type { GivenMeter, ListedMeter } from './listed-meter';
import { MeterListError, Problems } from './problem';
import { type MeterRow, metersOf } from './rows';

/** Without it, spreadsheets take names in any but their own script for nonsense. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The meters of a CSV text with a header row. Keys may be wrapped; `readKeys` says what else may be.
 * @throws MeterListError with all that is wrong.
 */
export function parseMeterCsv(
  text: string,
  readKeys: ReadKeys = keysOfFile(undefined),
): readonly ListedMeter[] {
  const [header, ...records] = recordsOf(text);
  const problems = new Problems();
  const columns = columnsOf(header?.fields ?? [], problems);
  problems.throwIfAny();
  const rows = records.map(({ row, fields }): MeterRow => {
    if (fields.slice(columns.length).some((field) => field !== '')) {
      problems.add({ row, text: `more fields than the ${columns.length} columns of the header` });
    }
    const cells = columns.map((column, index) => [column, fields[index]?.trim()] as const);
    return { row, cells: new Map(cells.filter(([, cell]) => cell !== undefined && cell !== '')) };
  });
  const meters = metersOf(rows, problems, readKeys);
  problems.throwIfAny();
  return meters;
}

/** Meters as CSV; of keys, what stands there. */
export function meterCsv(meters: Iterable<GivenMeter>): string {
  const records = Array.from(meters, (meter) => COLUMNS.map((column) => cellOf(meter, column)));
  return BYTE_ORDER_MARK + csvText([COLUMNS, ...records]);
}

function cellOf(meter: GivenMeter, column: Column): string {
  const isOfRatio = column === 'ct' || column === 'vt' || column === 'registers';
  return String((isOfRatio ? meter.ratio?.[column] : meter[column]) ?? '');
}

function recordsOf(text: string) {
  try {
    return parseCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new MeterListError([{ row: error.row, text: error.message }]);
  }
}

function columnsOf(header: readonly string[], problems: Problems): readonly Column[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const row = 1;
  if (!names.includes('id')) problems.add({ row, text: 'the header has no column id' });
  for (const [index, name] of names.entries()) {
    if (!isColumn(name)) {
      const column = name === '' ? String(index + 1) : name;
      problems.add({
        row,
        column,
        text: `there is no such column; there are ${COLUMNS.join(', ')}`,
      });
    } else if (names.indexOf(name) < index) {
      problems.add({ row, column: name, text: 'it is there twice' });
    }
  }
  return names.filter(isColumn);
}
