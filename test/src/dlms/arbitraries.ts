import fc, { type Arbitrary } from 'fast-check';
import type {
  AttributeDescriptor,
  CosemDateTime,
  Data,
  MethodDescriptor,
  Scalar,
  Selection,
} from '../../../src/dlms';

/** Values of the DLMS types in the form in which the library gives them, for properties. */

/** Plain objects, as the library gives them. */
export function record<Fields>(
  fields: { [Name in keyof Fields]: Arbitrary<Fields[Name]> },
): Arbitrary<Fields> {
  return fc.record(fields, { noNullPrototype: true });
}

export const octet = fc.integer({ min: 0, max: 0xff });
export const word = fc.integer({ min: 0, max: 0xffff });
export const longWord = fc.integer({ min: 0, max: 0xffff_ffff });
export const int8 = fc.integer({ min: -0x80, max: 0x7f });

export function hex(maxLength = 20, minLength = 0): Arbitrary<string> {
  return fc
    .uint8Array({ minLength, maxLength })
    .map((octets) => Buffer.from(octets).toString('hex'));
}

export const obis = fc
  .tuple(octet, octet, octet, octet, octet, octet)
  .map(([a, b, c, d, e, f]) => `${a}-${b}:${c}.${d}.${e}.${f}`);

/** An octet of which FFH means "not specified". */
const specified = fc.option(fc.integer({ min: 0, max: 0xfc }));
const date = record({
  year: fc.option(fc.integer({ min: 0, max: 0xfffe })),
  month: fc.oneof(specified, fc.constantFrom('dst-begin' as const, 'dst-end' as const)),
  dayOfMonth: fc.oneof(specified, fc.constantFrom('last' as const, 'second-last' as const)),
  dayOfWeek: specified,
});
const time = record({
  hour: specified,
  minute: specified,
  second: specified,
  hundredths: specified,
});

export const dateTime: Arbitrary<CosemDateTime> = fc
  .tuple(
    date,
    time,
    record({
      deviation: fc.option(fc.integer({ min: -0x7fff, max: 0x7fff })),
      clockStatus: specified,
    }),
  )
  .map(([day, clock, rest]) => ({ ...day, ...clock, ...rest }));

function values<Type extends Scalar['type'], Value>(
  type: Type,
  value: Arbitrary<Value>,
): Arbitrary<{ type: Type; value: Value }> {
  return value.map((given) => ({ type, value: given }));
}

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
const float64 = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => !Object.is(x, -0));
const notFinite = fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const);
const latin1 = fc
  .uint8Array({ maxLength: 20 })
  .map((octets) => Buffer.from(octets).toString('latin1'));
const utf8 = fc.string({ unit: 'binary', maxLength: 20 });

export const scalar: Arbitrary<Scalar> = fc.oneof(
  values('null-data', fc.constant(null)),
  values('boolean', fc.boolean()),
  values('bit-string', fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 40 })),
  values('double-long', fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })),
  values('double-long-unsigned', longWord),
  values('octet-string', hex(200)),
  values('visible-string', latin1),
  values('utf8-string', utf8),
  values('bcd', fc.integer({ min: 0, max: 99 })),
  values('integer', int8),
  values('long', fc.integer({ min: -0x8000, max: 0x7fff })),
  values('unsigned', octet),
  values('long-unsigned', word),
  values('long64', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  values('long64-unsigned', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
  values('enum', octet),
  values('float32', fc.oneof(float32, notFinite)),
  values('float64', fc.oneof(float64, notFinite)),
  values('date-time', dateTime),
  values('date', date),
  values('time', time),
  values('delta-integer', int8),
  values('delta-long', fc.integer({ min: -0x8000, max: 0x7fff })),
  values('delta-double-long', fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })),
  values('delta-unsigned', octet),
  values('delta-long-unsigned', word),
  values('delta-double-long-unsigned', longWord),
  values('dont-care', fc.constant(null)),
);

const row: Arbitrary<Data> = record({
  type: fc.constant('structure' as const),
  value: fc.tuple(values('unsigned', octet), values('octet-string', hex(12))),
});

/** Rows of one description. */
const compactArray: Arbitrary<Data> = fc.array(row, { maxLength: 5 }).map((rows) => ({
  type: 'compact-array',
  description: { type: 'structure', elements: [{ type: 'unsigned' }, { type: 'octet-string' }] },
  value: rows,
}));

export const data: Arbitrary<Data> = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    compactArray,
    record({
      type: fc.constantFrom('array' as const, 'structure' as const),
      value: fc.array(tie('data'), { maxLength: 5 }),
    }),
  ),
})).data;

export const attribute: Arbitrary<AttributeDescriptor> = record({
  classId: word,
  obis,
  attribute: int8,
});

export const method: Arbitrary<MethodDescriptor> = record({
  classId: word,
  obis,
  method: int8,
});

const captureObject = record({ classId: word, obis, attribute: int8, dataIndex: word });

export const selection: Arbitrary<Selection> = fc.oneof(
  record({
    selector: fc.constant(1 as const),
    restrictingObject: captureObject,
    from: dateTime,
    to: fc.oneof(dateTime, values('double-long-unsigned', longWord)),
    columns: fc.array(captureObject, { maxLength: 3 }),
  }),
  record({
    selector: fc.constant(2 as const),
    fromEntry: longWord,
    toEntry: longWord,
    fromColumn: word,
    toColumn: word,
  }),
  record({ selector: fc.integer({ min: 3, max: 255 }), parameters: data }),
);
