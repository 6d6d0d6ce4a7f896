import 'should';
import { checkVector, parseVectors, type Vector } from './check-vector';
import { differences } from './compare';

describe('an expectation', () => {
  it('holds where the result holds more', () => {
    differences(
      { a: 1, b: { c: [1, { d: 2 }] } },
      { a: 1, b: { c: [1, { d: 2, e: 3 }] }, f: 4 },
    ).should.be.empty();
  });

  it('fails with the field where a scalar is not exactly the same', () => {
    differences({ a: { b: [1, '2'] } }, { a: { b: [1, 2] } }).should.deepEqual([
      { field: 'a.b[1]', expected: '2', got: 2 },
    ]);
    differences({ a: null }, {}).should.deepEqual([{ field: 'a', expected: null, got: undefined }]);
  });

  it('fails where an array has another length, or an object is none', () => {
    differences({ a: [1] }, { a: [1, 2] }).should.have.length(1);
    differences({ a: {} }, { a: [] }).should.have.length(1);
    differences({ a: {} }, { a: null }).should.have.length(1);
  });

  it('may have comments', () => {
    differences({ note: 'seen twice', meaning: 'off', a: 1 }, { a: 1 }).should.be.empty();
  });
});

describe('a vector', () => {
  const hex = '68 12 00 00 01 20 20 68 91 06 33 34 34 35 4C 56 2C 16';
  const voltage: Vector = { id: 'v', standard: '2007', hex, expect: { value: 231.9, unit: 'V' } };

  it('passes where the library agrees', () => {
    checkVector(voltage).should.be.empty();
  });

  it('fails where one of its fields is wrong', () => {
    checkVector({ ...voltage, expect: { value: 231.8, unit: 'V' } }).should.deepEqual([
      { field: 'value', expected: 231.8, got: 231.9 },
    ]);
  });

  it('may expect a refusal, which no value satisfies', () => {
    const refused = { type: 'error', reason: 'checksum' };
    checkVector({
      ...voltage,
      hex: hex.replace('2C 16', '2D 16'),
      expect: refused,
    }).should.be.empty();
    checkVector({ ...voltage, expect: refused }).should.have.length(2);
  });

  it('may expect a refusal of the data of a whole frame', () => {
    const long = '68 12 00 00 01 20 20 68 91 07 33 34 34 35 4C 56 33 60 16';
    const expect = { type: 'error', reason: 'length' };
    checkVector({ ...voltage, hex: long, expect }).should.be.empty();
  });

  it('fails where its octets are no hex', () => {
    checkVector({ ...voltage, hex: 'none', expect: { type: 'error-or-value' } }).should.have.length(
      1,
    );
  });

  it('is only taken from a list of vectors', () => {
    parseVectors(JSON.stringify([voltage])).should.have.length(1);
    parseVectors(JSON.stringify({ vectors: [voltage] })).should.have.length(1);
    (() => parseVectors('{"vectors": [{"hex": ""}]}')).should.throw(/no list/);
    (() => parseVectors('{}')).should.throw(/no list/);
  });
});
