import fc from 'fast-check';
import should from 'should';
import { CsvError, csvText, parseCsv } from '../../../src/meters/csv';

const fieldsOf = (text: string) => parseCsv(text).map(({ fields }) => fields);

describe('CSV', () => {
  it('lines end as on any system, and the last one need not', () => {
    const records = [
      ['a', 'b'],
      ['1', '2'],
    ];
    for (const text of ['a,b\r\n1,2\r\n', 'a,b\n1,2\n', 'a,b\r1,2\r', 'a,b\n1,2']) {
      fieldsOf(text).should.eql(records);
    }
  });

  it('a quoted field may have separators, line ends and doubled quotes', () => {
    fieldsOf('a,"b, ""c""\r\nd",e\n').should.eql([['a', 'b, "c"\r\nd', 'e']]);
    fieldsOf('"",x\n').should.eql([['', 'x']]);
  });

  it('a quote inside a plain field is a quote', () => {
    fieldsOf('6" pipe,b').should.eql([['6" pipe', 'b']]);
  });

  it('an empty field at the end counts', () => {
    fieldsOf('a,b,\n1,,').should.eql([
      ['a', 'b', ''],
      ['1', '', ''],
    ]);
  });

  it('the first line decides between comma and semicolon', () => {
    fieldsOf('a;b\n1,5;"2;3"\n').should.eql([
      ['a', 'b'],
      ['1,5', '2;3'],
    ]);
    fieldsOf('a,b\n1;5,2\n').should.eql([
      ['a', 'b'],
      ['1;5', '2'],
    ]);
  });

  it('a byte order mark is passed over', () => {
    fieldsOf('\uFEFFa,b\n').should.eql([['a', 'b']]);
    fieldsOf('\uFEFF"a",b\n').should.eql([['a', 'b']]);
  });

  it('empty lines are no records, but count as rows', () => {
    parseCsv('a\n\n,\nb\n').should.eql([
      { row: 1, fields: ['a'] },
      { row: 4, fields: ['b'] },
    ]);
    parseCsv('').should.eql([]);
  });

  for (const text of ['a\n"b', 'a\n"b"c\n', 'a,b\n"1";2\n', 'a\n"b""\n']) {
    it(`${JSON.stringify(text)} has a quote that does not end where a field does, in row 2`, () => {
      should(() => parseCsv(text)).throw(CsvError, { row: 2 });
    });
  }

  it('is written with CRLF, and quoted only where it must be', () => {
    csvText([['id', 'a b', 'a,b', 'a;b', 'a"b', ' a', '']]).should.equal(
      'id,a b,"a,b","a;b","a""b"," a",\r\n',
    );
  });

  it('what is written is read back', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') });
    const record = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        const full = records.map((fields) => ['id', ...fields]);
        fieldsOf(csvText(full)).should.eql(full);
      }),
    );
  });

  it('a megabyte in quotes costs no more than its octets', () => {
    const started = performance.now();
    fieldsOf(`a\n"${'x""'.repeat(400_000)}"\n`).length.should.equal(2);
    should(() => parseCsv(`a\n"${'x""'.repeat(400_000)}`)).throw(CsvError);
    (performance.now() - started).should.be.below(4_000);
  });
});
