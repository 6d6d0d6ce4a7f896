import 'should';
import { explain } from '../../../src/explain';
import { fromHex, toHex } from '../../../src/octets';

function explanationOf(hex: string) {
  const [frame] = explain(fromHex(hex)).frames;
  if (!frame) throw new Error('no frame');
  return frame.explanation;
}

/** `hex name: meaning` of each field. */
function linesOf(hex: string): string[] {
  return explanationOf(hex).fields.map(
    ({ octets, name, meaning }) => `${toHex(octets)} ${name}: ${meaning}`,
  );
}

describe('a DL/T 645 frame explained', () => {
  it('shows octets as sent and says what they mean without the 33H', () => {
    linesOf('FE FE 68 34 12 00 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 18 16').should.deepEqual([
      'fefe lead octets: wake the meter',
      '68 start: ',
      '341200000000 address: 000000001234',
      '68 start: ',
      '91 control code: 91H: answer, read data',
      '08 length: 8 octets of data, 33H added to each',
      '33333433 data identifier: 00010000 forward active energy',
      '9a785634 value: 12345.67 kWh',
      '18 checksum: sum of all octets from the first 68H, modulo 256',
      '16 end: ',
    ]);
  });

  it('says in one line who answers what', () => {
    explanationOf(
      '68 34 12 00 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 18 16',
    ).summary.should.equal(
      'DL/T 645-2007 answer from 000000001234: forward active energy 12345.67 kWh',
    );
  });

  it('names each value of a block by its own identifier', () => {
    linesOf('68 94 41 03 26 12 18 68 91 0D 33 32 35 35 BB 34 33 33 33 33 33 33 33 B9 16')
      .slice(6, 9)
      .should.deepEqual([
        'bb3433 phase A current: 0.188 A',
        '333333 phase B current: 0 A',
        '333333 phase C current: 0 A',
      ]);
  });

  it('says why a meter refuses', () => {
    explanationOf('68 12 90 78 56 34 12 68 D1 01 39 91 16').summary.should.equal(
      'DL/T 645-2007 refusal from 123456789012: read data: no such data, wrong password or not authorised',
    );
  });

  it('is of 1997 where only 1997 has the function', () => {
    explanationOf('68 99 99 99 99 99 99 68 01 02 43 C3 6F 16').summary.should.equal(
      'DL/T 645-1997 request to every meter: read data, forward active energy, now',
    );
  });

  it('tells level, operator, action and valid-until of a relay command', () => {
    linesOf('68 11 11 11 11 11 11 68 1C 10 33 33 33 33 33 33 33 33 4D 33 57 74 48 45 38 4B 55 16')
      .slice(5, 11)
      .should.deepEqual([
        '33 PA: password level 00',
        '333333 P0 P1 P2: password 000000',
        '33333333 C0 to C3: operator code 00000000',
        '4d N1: trip: open the relay',
        '33 N2: reserved',
        '57744845384b N3 to N8: valid until 2018-05-12T15:41:24',
      ]);
  });

  it('keeps the identifier and says what is wrong where data do not fit it', () => {
    const { fields, fault } = explanationOf('68 34 12 00 00 00 00 68 91 05 33 33 34 33 9A 13 16');
    (fault?.code ?? '').should.equal('length');
    fields.map(({ name }) => name).should.containEql('data identifier');
  });
});
