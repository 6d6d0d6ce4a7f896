import type { DecodedFrame, RegisterTable } from '../dlt645';
import { decimalValue } from '../octets';
import { DLT645_REGISTERS, type Dlt645Registers } from './dlt645-registers';
import { publishedUnit } from './published-unit';
import type { Reading, ReadingContext } from './reading';
import type { MeterTime } from './time-zone';

type Value = DecodedFrame['value'];

/** Date and time in one. */
const CLOCK = '0400010C';

/**
 * The readings in an answer to "read data": one, or one for each value of a block. None where the frame is
 * a request, an error, a part of a longer answer, or holds a record.
 */
export function dlt645Readings(
  frame: DecodedFrame,
  context: ReadingContext,
  registers: Dlt645Registers = DLT645_REGISTERS['2007'],
): readonly Reading[] {
  const { di, response, error, followOn, fault } = frame;
  const isRead = frame.type === 'read' || frame.type === 'read-following';
  if (!di || !isRead || !response || error || followOn || fault) return [];
  const { value, values } = frame;
  if (value !== undefined) return [readingOf(di, value, frame, context, registers)];
  if (!values) return [];
  return blockIdentifiers(di, values.length, registers.table).map((element, index) =>
    readingOf(element, values[index], frame, context, registers),
  );
}

/**
 * What each value of a block is: the part of the block's identifier that is all F counts from 0, or from 1
 * for phases. A part is an octet, in 1997 the last digit.
 */
function blockIdentifiers(di: string, count: number, table: RegisterTable): readonly string[] {
  const all = table.diOctets === 4 ? 'FF' : 'F';
  const at = [2, 4, 6, 3].find((place) => di.startsWith(all, place));
  if (at === undefined) return [];
  const element = (index: number) => {
    const digits = index.toString(16).toUpperCase().padStart(all.length, '0');
    return di.slice(0, at) + digits + di.slice(at + all.length);
  };
  const first = table.findText(element(0)) ? 0 : 1;
  return Array.from({ length: count }, (_, index) => element(first + index));
}

function readingOf(
  di: string,
  value: Value,
  frame: DecodedFrame,
  context: ReadingContext,
  { table, keyOf }: Dlt645Registers,
): Reading {
  const dataId = `0x${di.toLowerCase()}`;
  const { ts, meterId, via } = context;
  const head = { ts, meterId, dataId, register: keyOf(dataId) };
  const tail = { source: 'dlt645', via } as const;
  return { ...head, ...content(di, value, frame, context, table), ...tail };
}

type Content = Omit<Reading, 'ts' | 'meterId' | 'dataId' | 'register' | 'source' | 'via'>;

function content(
  di: string,
  value: Value,
  frame: DecodedFrame,
  context: ReadingContext,
  table: RegisterTable,
): Content {
  if (typeof value === 'object' && value !== null && 'demand' in value) {
    const time = typeof value.time === 'string' ? localTime(value.time) : undefined;
    return { ...meterTime(time, context), ...scaled(di, value.demand, context, table) };
  }
  const clock = typeof value === 'string' ? clockText(di, value) : undefined;
  if (clock !== undefined) {
    return { value: clock, unit: '', ...(di === CLOCK && meterTime(clock, context)) };
  }
  const bits = frame.di === di && frame.words ? Object.values(frame.words).flat() : undefined;
  return { ...scaled(di, value, context, table), ...(bits && { bits }) };
}

function meterTime(time: string | undefined, { timezone }: ReadingContext): Partial<MeterTime> {
  if (time === undefined) return {};
  return timezone?.meterTime(time) ?? { meterTime: time };
}

function scaled(
  di: string,
  value: Exclude<Value, { demand: unknown }>,
  { currency }: ReadingContext,
  table: RegisterTable,
): Content {
  const register = table.findText(di);
  const { unit, shift } = publishedUnit(register?.unit ?? '', currency);
  if (value === null || value === undefined) return { value: null, unit, quality: 'absent' };
  if (typeof value === 'object') {
    return { value: null, rawValue: value.invalidBcd, unit, quality: 'invalid' };
  }
  const decimals = decimalsOf(register?.layout);
  if (typeof value === 'string' || decimals === undefined) return { value, unit };
  // The value is the double nearest to rawValue / 10^decimals, so rounding gives the integer back.
  const rawValue = Math.round(value * 10 ** decimals);
  return { value: decimalValue(rawValue, shift - decimals), rawValue, unit };
}

function decimalsOf(
  layout: NonNullable<ReturnType<RegisterTable['findText']>>['layout'] | undefined,
) {
  if (layout?.kind !== 'value') return undefined;
  if (layout.format.kind === 'number') return layout.format.decimals;
  return layout.format.kind === 'demand' ? layout.format.demand.decimals : undefined;
}

/** Date and time registers as ISO text instead of the standard's digits; weekdays are left out. */
function clockText(di: string, digits: string): string | undefined {
  switch (di) {
    case '04000101':
      return `20${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
    case '04000102':
      return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
    case CLOCK:
      return localTime(digits.slice(0, 6) + digits.slice(8, 14));
    default:
      return undefined;
  }
}

/** YYMMDDhhmm or YYMMDDhhmmss as ISO text; all zeros is "never". */
function localTime(digits: string): string | undefined {
  if (/^0*$/.test(digits)) return undefined;
  const [year, month, day, hour, minute, second = '00'] = digits.match(/../g) ?? [];
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}`;
}
