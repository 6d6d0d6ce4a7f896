import fc from 'fast-check';
import should from 'should';
import { decodeFrame, encodeRequest, requestOf } from '../../../src/dlt645';

const ADDRESS = '000012345678';

describe('a request put together by hand', () => {
  it('keeps what requests have, and nothing else', () => {
    const input = { type: 'read', address: ADDRESS, di: '02010100', ts: 1, meterId: 'a' };
    should(requestOf(input)).eql({ type: 'read', address: ADDRESS, di: '02010100' });
  });

  for (const [what, input, says] of [
    ['no type', {}, /^type is one of /],
    ['a type that no edition has', { type: 'erase' }, /^type is one of /],
    ['a type that objects inherit', { type: 'constructor' }, /^type is one of /],
    ['a field of another kind', { type: 'read', di: 1 }, /^di is not text$/],
    [
      'no standard at all',
      { type: 'read', di: 'C032', standard: '2010' },
      /^standard is not "2007"/,
    ],
    ['a read without identifier', { type: 'read' }, /^a request "read" needs di$/],
    [
      'an object for a value',
      { type: 'write', di: '0', value: { a: 1 } },
      /^value is not a value$/,
    ],
    [
      'values nested in values',
      { type: 'write', di: '0', value: { demand: { demand: 1, time: '' }, time: '' } },
      /^value is not a value$/,
    ],
    [
      'a gigabyte of lead bytes',
      { type: 'read', di: '0', leadBytes: 2 ** 30 },
      /^leadBytes is not a number from 0 to 32$/,
    ],
    ['one value for a list', { type: 'write', di: '0', values: '1' }, /^values is not a list/],
  ] as const) {
    it(`${what} is refused by name`, () => {
      should(() => requestOf(input)).throw(RangeError, { message: says });
    });
  }

  it('a demand with its time is a value', () => {
    const value = { demand: 1.5, time: '2601300730' };
    should(requestOf({ type: 'write', di: '01010000', value })).have.property('value', value);
  });

  it('becomes a frame that says the same, or a RangeError: whatever it is made of', () => {
    const text = fc.oneof(fc.constantFrom(ADDRESS, '02010100', '02123456', ''), fc.string());
    const fields = ['address', 'di', 'password', 'operator', 'time', 'events', 'action', 'dataHex'];
    const types = ['read', 'write', 'freeze', 'control', 'clear-events', 'password', 'vendor'];
    const input = fc.record(
      {
        type: fc.constantFrom(...types),
        standard: fc.constantFrom('2007', '1997'),
        ...Object.fromEntries(fields.map((field) => [field, text])),
        value: fc.oneof(text, fc.double(), fc.constant(null)),
        values: fc.array(fc.oneof(text, fc.integer())),
        control: fc.integer(),
        minute: fc.integer(),
        n1: fc.double(),
        leadBytes: fc.integer({ min: -1, max: 5 }),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(input, (given) => {
        let frame: Uint8Array;
        try {
          frame = encodeRequest(requestOf(given));
        } catch (error) {
          return error instanceof RangeError;
        }
        const standard = given.standard === '1997' ? '1997' : '2007';
        const { type } = decodeFrame(frame, { standard });
        return type === given.type || given.type === 'vendor';
      }),
      { numRuns: 2_000 },
    );
  });
});
