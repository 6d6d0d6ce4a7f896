import { type DecodedFrame, findRegister as findDlt645Register, type Standard } from '../dlt645';
import { decimalValue } from '../octets';
import { dataIdOfDi, dataIdOfDi1997, findRegister } from './catalogue';
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
  standard: Standard = '2007',
): readonly Reading[] {
  const { di, response, error, followOn, fault } = frame;
  const isRead = frame.type === 'read' || frame.type === 'read-following';
  if (!di || !isRead || !response || error || followOn || fault) return [];
  const { value, values } = frame;
  if (value !== undefined) return [readingOf(di, value, frame, context, standard)];
  if (!values) return [];
  return blockIdentifiers(di, values.length, standard).map((element, index) =>
    readingOf(element, values[index], frame, context, standard),
  );
}

/** What each value of a block is: the FF pair of the block's identifier counts from 0, or 1 for phases. */
function blockIdentifiers(di: string, count: number, standard: Standard): readonly string[] {
  const at = [2, 4, 6].find((pair) => di.slice(pair, pair + 2) === 'FF');
  if (at === undefined) return [];
  const element = (index: number) =>
    di.slice(0, at) + index.toString(16).toUpperCase().padStart(2, '0') + di.slice(at + 2);
  const first = findDlt645Register(element(0), standard) ? 0 : 1;
  return Array.from({ length: count }, (_, index) => element(first + index));
}

function readingOf(
  di: string,
  value: Value,
  frame: DecodedFrame,
  context: ReadingContext,
  standard: Standard,
): Reading {
  const number = Number.parseInt(di, 16);
  const dataId = standard === '2007' ? dataIdOfDi(number) : dataIdOfDi1997(number);
  const register = findRegister(dataId);
  const { ts, meterId, via } = context;
  const head = { ts, meterId, dataId, register: register?.key ?? dataId };
  const tail = { source: 'dlt645', via } as const;
  return { ...head, ...content(di, value, frame, context, standard), ...tail };
}

type Content = Omit<Reading, 'ts' | 'meterId' | 'dataId' | 'register' | 'source' | 'via'>;

function content(
  di: string,
  value: Value,
  frame: DecodedFrame,
  context: ReadingContext,
  standard: Standard,
): Content {
  if (typeof value === 'object' && value !== null && 'demand' in value) {
    const time = typeof value.time === 'string' ? localTime(value.time) : undefined;
    return { ...meterTime(time, context), ...scaled(di, value.demand, standard) };
  }
  const clock = typeof value === 'string' ? clockText(di, value) : undefined;
  if (clock !== undefined) {
    return { value: clock, unit: '', ...(di === CLOCK && meterTime(clock, context)) };
  }
  const bits = frame.di === di && frame.words ? Object.values(frame.words).flat() : undefined;
  return { ...scaled(di, value, standard), ...(bits && { bits }) };
}

function meterTime(time: string | undefined, { timezone }: ReadingContext): Partial<MeterTime> {
  if (time === undefined) return {};
  return timezone?.meterTime(time) ?? { meterTime: time };
}

function scaled(
  di: string,
  value: Exclude<Value, { demand: unknown }>,
  standard: Standard,
): Content {
  const register = findDlt645Register(di, standard);
  const { unit, shift } = publishedUnit(register?.unit ?? '');
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
  layout: NonNullable<ReturnType<typeof findDlt645Register>>['layout'] | undefined,
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
