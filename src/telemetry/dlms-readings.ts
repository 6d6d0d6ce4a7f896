import {
  type Data,
  dateTimeOf,
  isoDateTime,
  type Obis,
  type ScalerUnit,
  scaled,
  unitName,
} from '../dlms';
import { decimalOfText } from '../octets';
import { findRegister } from './catalogue';
import { meterTimeOf } from './meter-time';
import { publishedUnit } from './published-unit';
import type { Reading, ReadingContext, ReadingValue } from './reading';

/** How a raw number becomes a quantity. */
export interface Scale extends ScalerUnit {
  /** It comes from the catalogue, not from the meter and not from a proven profile. */
  readonly assumed: boolean;
}

const UNSCALED: Scale = { scaler: 0, unit: 255, assumed: false };
/** A larger power of ten is no scale: nothing that is measured needs it. */
const MAX_SCALER = 30;

const CLOCK = '0-0:1.0.0.255';
const DISCONNECT_CONTROL = '0-0:96.3.10.255';

/** The reading in one COSEM attribute. Without a scale, numbers are published as they are. */
export function dlmsReading(
  obis: Obis,
  data: Data,
  scale: Scale | undefined,
  context: ReadingContext,
): Reading {
  const { ts, meterId, via } = context;
  const register = findRegister(obis);
  const head = { ts, meterId, dataId: obis, register: register?.key ?? obis };
  const tail = { source: 'dlms', via } as const;
  return { ...head, ...content(obis, data, scale, context), ...tail };
}

type Content = Omit<Reading, 'ts' | 'meterId' | 'dataId' | 'register' | 'source' | 'via'>;

function content(
  obis: Obis,
  data: Data,
  scale: Scale | undefined,
  context: ReadingContext,
): Content {
  if (obis === CLOCK) {
    const clock = clockContent(data, context);
    if (clock) return clock;
  }
  if (obis === DISCONNECT_CONTROL && data.type === 'boolean') {
    return { value: data.value ? 'close' : 'open', unit: '' };
  }
  const isUsable = scale && Math.abs(scale.scaler) <= MAX_SCALER;
  const number = numberContent(data, isUsable ? scale : UNSCALED, context);
  return number ?? { value: plainValue(data), unit: '', ...absence(data) };
}

function numberContent(
  data: Data,
  scale: Scale,
  { currency }: ReadingContext,
): Content | undefined {
  const { unit, shift } = publishedUnit(unitName(scale.unit), currency);
  const isFloat = data.type === 'float32' || data.type === 'float64';
  const number = scaled(data, { scaler: scale.scaler + shift, unit: scale.unit });
  if (!number) return isFloat ? { value: null, unit, quality: 'invalid' } : undefined;
  const quality = scale.assumed ? ({ quality: 'assumed-scale' } as const) : {};
  if (isFloat) {
    const digits = data.type === 'float32' ? 7 : 15;
    return { value: Number(Number(number.value).toPrecision(digits)), unit, ...quality };
  }
  const { raw } = number;
  const rawValue = Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  return { value: decimalOfText(number.value), rawValue, unit, ...quality };
}

function absence(data: Data): Pick<Reading, 'quality'> {
  return data.type === 'null-data' ? { quality: 'absent' } : {};
}

function clockContent(data: Data, context: ReadingContext): Content | undefined {
  const dateTime = dateTimeOf(data);
  const time = dateTime && meterTimeOf(dateTime, context);
  return time && { value: time.meterTime, unit: '', ...time };
}

/** Data as plain JSON: octet strings as text if printable, else hex. */
function plainValue(data: Data): ReadingValue {
  switch (data.type) {
    case 'array':
    case 'structure':
    case 'compact-array':
      return data.value.map(plainValue);
    case 'octet-string':
      return printableText(data.value) ?? data.value;
    case 'long64':
    case 'long64-unsigned':
      return decimalOfText(data.value);
    case 'date-time':
      return isoDateTime(data.value) ?? null;
    case 'date':
    case 'time':
      return { ...data.value };
    default:
      return data.value;
  }
}

function printableText(hex: string): string | undefined {
  const text = Buffer.from(hex, 'hex').toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}
