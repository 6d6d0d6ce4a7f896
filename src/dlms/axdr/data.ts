import type { CosemDate, CosemDateTime, CosemTime } from '../date-time';

/** JSON has no word for these. */
export type Float = number | 'NaN' | 'Infinity' | '-Infinity';

/** The types of `Data` that hold no other `Data`, and how their values look in plain JSON. */
export interface ScalarValues {
  'null-data': null;
  boolean: boolean;
  /** Binary digits, first bit first: `0101`. */
  'bit-string': string;
  'double-long': number;
  'double-long-unsigned': number;
  /** Lower-case hex. */
  'octet-string': string;
  /** Each octet is one character (ISO 8859-1), so that none is lost. */
  'visible-string': string;
  'utf8-string': string;
  /** Two decimal digits. */
  bcd: number;
  integer: number;
  long: number;
  unsigned: number;
  'long-unsigned': number;
  /** Decimal digits: a JavaScript number would lose some. */
  long64: string;
  /** Decimal digits. */
  'long64-unsigned': string;
  enum: number;
  float32: Float;
  float64: Float;
  'date-time': CosemDateTime;
  date: CosemDate;
  time: CosemTime;
  'delta-integer': number;
  'delta-long': number;
  'delta-double-long': number;
  'delta-unsigned': number;
  'delta-long-unsigned': number;
  'delta-double-long-unsigned': number;
  'dont-care': null;
}

export type ScalarType = keyof ScalarValues;

export type Scalar = {
  readonly [Type in ScalarType]: { readonly type: Type; readonly value: ScalarValues[Type] };
}[ScalarType];

export interface ArrayData {
  readonly type: 'array';
  readonly value: readonly Data[];
}

export interface StructureData {
  readonly type: 'structure';
  readonly value: readonly Data[];
}

/** compact-array: elements of one type, described once; `value` is what they would be without compression. */
export interface CompactArray {
  readonly type: 'compact-array';
  readonly description: TypeDescription;
  readonly value: readonly Data[];
}

/** `Data` of IEC 62056-5-3: a typed tree, as plain JSON. */
export type Data = Scalar | ArrayData | StructureData | CompactArray;

export type TypeDescription =
  | { readonly type: ScalarType }
  | { readonly type: 'structure'; readonly elements: readonly TypeDescription[] }
  | { readonly type: 'array'; readonly count: number; readonly element: TypeDescription };

export const ARRAY_TAG = 1;
export const STRUCTURE_TAG = 2;
export const COMPACT_ARRAY_TAG = 19;

export const SCALAR_TAGS: Readonly<Record<ScalarType, number>> = {
  'null-data': 0,
  boolean: 3,
  'bit-string': 4,
  'double-long': 5,
  'double-long-unsigned': 6,
  'octet-string': 9,
  'visible-string': 10,
  'utf8-string': 12,
  bcd: 13,
  integer: 15,
  long: 16,
  unsigned: 17,
  'long-unsigned': 18,
  long64: 20,
  'long64-unsigned': 21,
  enum: 22,
  float32: 23,
  float64: 24,
  'date-time': 25,
  date: 26,
  time: 27,
  'delta-integer': 28,
  'delta-long': 29,
  'delta-double-long': 30,
  'delta-unsigned': 31,
  'delta-long-unsigned': 32,
  'delta-double-long-unsigned': 33,
  'dont-care': 255,
};

/** The deepest nesting that is decoded or encoded. Object lists, the deepest known, need 6. */
export const MAX_DEPTH = 32;
