import { parseValueFormat, type ValueFormat } from '../value-format';
import type { FieldRow, RegisterRow } from './row';

/** The first octet of the identifier (annex A), or what comes nearest in 1997. */
export type RegisterGroup = 'energy' | 'demand' | 'variable' | 'event' | 'parameter' | 'frozen' | 'load-record';

/** What one data identifier holds. */
export interface Register {
  /** Upper-case hex, most significant first: 8 digits, 4 in 1997. */
  readonly di: string;
  readonly name: string;
  readonly nameZh: string;
  /** As the standard writes it: `kWh`, `kW`, `V`; null for what has none. */
  readonly unit: string | null;
  readonly signed: boolean;
  readonly writable: boolean;
  /** Meters send an octet more or fewer than the standard says. */
  readonly elastic: boolean;
  readonly group: RegisterGroup;
  /** As its row has it. */
  readonly format: RegisterRow[4];
  readonly layout: Layout;
}

/** How the data of a register are laid out. */
export type Layout = ValuesLayout | { readonly kind: 'load-record' | 'frozen-block' | 'opaque' };

/** A layout that is nothing but values, one after another. */
export type ValuesLayout = { readonly kind: 'value'; readonly format: ValueFormat } | ListLayout | { readonly kind: 'record'; readonly fields: readonly Field[] };

/** Values of one format, one after another. */
export interface ListLayout {
  readonly kind: 'list';
  readonly format: ValueFormat;
  /** Exactly so many, where the standard fixes it. */
  readonly count?: number;
  /** Never more than this. */
  readonly most: number;
}

/** One field of a record; `count` values of its format. */
export interface Field {
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly format: ValueFormat;
  readonly count: number;
}

/** No answer, joined or not, comes near so many values. */
const MOST_VALUES = 1024;

const UNDESCRIBED: Readonly<Record<string, Layout>> = {
  'LOAD-RECORD': { kind: 'load-record' },
  'FROZEN-BLOCK': { kind: 'frozen-block' },
  OPAQUE: { kind: 'opaque' },
};

/** @throws RangeError for a format that is none. */
export function parseLayout(format: RegisterRow[4], signed: boolean): Layout {
  if (typeof format !== 'string') return { kind: 'record', fields: format.map(parseField) };
  const undescribed = UNDESCRIBED[format];
  if (undescribed !== undefined) return undescribed;
  const { count, text } = repetition(format);
  const element = parseValueFormat(text, signed);
  if (count === undefined) return { kind: 'value', format: element };
  if (count === '') return { kind: 'list', format: element, most: MOST_VALUES };
  return { kind: 'list', format: element, count: Number(count), most: Number(count) };
}

/** The format of each value of a record, in order. */
export function fieldFormats(fields: readonly Field[]): ValueFormat[] {
  return fields.flatMap(({ format, count }) => new Array<ValueFormat>(count).fill(format));
}

/** The layout of a block over one of the identifier's parts. */
export function blockLayout(layout: Layout, most: number): Layout {
  return layout.kind === 'value' ? { kind: 'list', format: layout.format, most } : layout;
}

function parseField([name, nameZh, unit, format, ...marks]: FieldRow): Field {
  const { count = '1', text } = repetition(format);
  const element = parseValueFormat(text, marks.includes('signed'));
  return { name, nameZh, unit: unit || null, format: element, count: Number(count) };
}

function repetition(format: string): { count?: string; text: string } {
  const star = format.indexOf('*');
  return star < 0 ? { text: format } : { count: format.slice(0, star), text: format.slice(star + 1) };
}
