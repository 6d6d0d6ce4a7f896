import { byOctet, choice, list, NOTHING, type Shape, STRING, type Step } from './shape';

/** The octets of each type of fixed size, by its tag (IEC 62056-6-2, common data types). */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  0: 0, // null-data
  3: 1, // boolean
  5: 4, // double-long
  6: 4, // double-long-unsigned
  13: 1, // bcd
  15: 1, // integer
  16: 2, // long
  17: 1, // unsigned
  18: 2, // long-unsigned
  20: 8, // long64
  21: 8, // long64-unsigned
  22: 1, // enum
  23: 4, // float32
  24: 8, // float64
  25: 12, // date-time
  26: 5, // date
  27: 4, // time
  28: 1, // delta-integer
  29: 2, // delta-long
  30: 4, // delta-double-long
  31: 1, // delta-unsigned
  32: 2, // delta-long-unsigned
  33: 4, // delta-double-long-unsigned
  255: 0, // don't-care
};

const ARRAY = 1;
const STRUCTURE = 2;
const BIT_STRING = 4;
const OCTET_STRING = 9;
const VISIBLE_STRING = 10;
const UTF8_STRING = 12;
const COMPACT_ARRAY = 19;

const dataTypes = new Map<number, Shape>();
const describedTypes = new Map<number, Shape>();

/** The type description of a compact-array: tags alone, and the size of arrays. */
const TYPE_DESCRIPTION: Step = { step: 'choice', shapes: describedTypes };

/** Data: a tag and what its type holds. */
export const DATA: Step = { step: 'choice', shapes: dataTypes };

/** What follows each tag of Data. */
export const DATA_TYPES: ReadonlyMap<number, Shape> = dataTypes;

for (const [tag, octets] of byOctet(FIXED_SIZES)) {
  dataTypes.set(tag, [octets]);
  describedTypes.set(tag, NOTHING);
}
for (const tag of [OCTET_STRING, VISIBLE_STRING, UTF8_STRING]) {
  dataTypes.set(tag, [STRING]);
  describedTypes.set(tag, NOTHING);
}
dataTypes
  .set(ARRAY, [list(DATA)])
  .set(STRUCTURE, [list(DATA)])
  .set(BIT_STRING, [{ step: 'bits' }])
  .set(COMPACT_ARRAY, [TYPE_DESCRIPTION, STRING]);
describedTypes
  .set(ARRAY, [2, TYPE_DESCRIPTION])
  .set(STRUCTURE, [list(TYPE_DESCRIPTION)])
  .set(BIT_STRING, NOTHING);

/** A date-time as an octet string, or none; with the tag 09H in front, as Kaifa meters push it. */
export const OPTIONAL_DATE_TIME = choice({
  0: NOTHING,
  9: [choice({ 12: [12] })],
  12: [12],
});
