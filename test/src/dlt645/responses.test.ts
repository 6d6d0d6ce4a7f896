import 'should';
import { decodeFrame, encodeResponse, type Response } from '../../../src/dlt645';
import { fromHex, toHex } from '../../../src/octets';

const address = '202001000012';

/** Octets from a script that knows the frame only: address, control code, data and sum. */
const RESPONSES: readonly (readonly [name: string, response: Response, octets: string])[] = [
  [
    'a number',
    { type: 'read', address, di: '02010100', value: 231.9 },
    '68 12 00 00 01 20 20 68 91 06 33 34 34 35 4C 56 2C 16',
  ],
  [
    'a negative number',
    { type: 'read', address, di: '02030000', value: -1.2345 },
    '68 12 00 00 01 20 20 68 91 07 33 33 36 35 78 56 B4 0E 16',
  ],
  [
    'a demand and its time',
    { type: 'read', address, di: '01010000', value: { demand: 0.1234, time: '2603211059' } },
    '68 12 00 00 01 20 20 68 91 0C 33 33 34 34 67 45 33 8C 43 54 36 59 1F 16',
  ],
  [
    'a block with absent phases',
    { type: 'read', address, di: '0201FF00', values: [231.9, null, null] },
    '68 12 00 00 01 20 20 68 91 0A 33 32 34 35 4C 56 32 32 32 32 F6 16',
  ],
  [
    'a text',
    { type: 'read', address, di: '04000404', value: '220V' },
    '68 12 00 00 01 20 20 68 91 0A 37 37 33 37 33 33 89 63 65 65 B2 16',
  ],
  [
    'a word',
    { type: 'read', address, di: '04000503', value: 80 },
    '68 12 00 00 01 20 20 68 91 06 36 38 33 37 83 33 48 16',
  ],
  [
    'a record',
    { type: 'read', address, di: '03050001', values: ['260321083000', -0.001, '260321084500'] },
    '68 12 00 00 01 20 20 68 91 13 34 33 38 36 33 63 3B 54 36 59 34 33 B3 33 78 3B 54 36 59 33 16',
  ],
  [
    'no such record',
    { type: 'read', address, di: '06000001', empty: true },
    '68 12 00 00 01 20 20 68 91 04 34 33 33 39 8B 16',
  ],
  [
    'a first part',
    { type: 'read', address, di: '03300201', followOn: true, dataHex: '003008' },
    '68 12 00 00 01 20 20 68 B1 07 34 35 63 36 33 63 3B AE 16',
  ],
  [
    'a part with more to follow',
    { type: 'read-following', address, di: '03300201', partHex: '210326', seq: 1, followOn: true },
    '68 12 00 00 01 20 20 68 B2 08 34 35 63 36 54 36 59 34 F6 16',
  ],
  [
    'the last part',
    { type: 'read-following', address, di: '03300201', partHex: '210326', seq: 1 },
    '68 12 00 00 01 20 20 68 92 08 34 35 63 36 54 36 59 34 D6 16',
  ],
  [
    'the address',
    { type: 'read-address', address: '000012345678', meterAddress: '000012345678', leadBytes: 4 },
    'FE FE FE FE 68 78 56 34 12 00 00 68 93 06 AB 89 67 45 33 33 C3 16',
  ],
  ['an acknowledgement', { type: 'freeze', address }, '68 12 00 00 01 20 20 68 96 00 B9 16'],
  [
    'a relay command',
    { type: 'control', address: '111111111111' },
    '68 11 11 11 11 11 11 68 9C 00 D2 16',
  ],
  [
    'the baud rate',
    { type: 'baud-rate', address, baud: 2400 },
    '68 12 00 00 01 20 20 68 97 01 3B F6 16',
  ],
  [
    'the new password',
    { type: 'password', address, newPassword: '02111111' },
    '68 12 00 00 01 20 20 68 98 04 35 44 44 44 C0 16',
  ],
  ['the output', { type: 'output', address, output: 1 }, '68 12 00 00 01 20 20 68 9D 01 34 F5 16'],
  [
    'authentication',
    { type: 'authentication', address, dataHex: '0102' },
    '68 12 00 00 01 20 20 68 83 02 34 35 11 16',
  ],
  [
    'a refusal',
    { type: 'write', address, error: true, errorWord: 4 },
    '68 12 00 00 01 20 20 68 D4 01 37 2F 16',
  ],
  [
    'a number in 1997',
    { type: 'read', standard: '1997', address, di: '9010', value: 2463.48 },
    '68 12 00 00 01 20 20 68 81 06 43 C3 7B 96 57 33 4B 16',
  ],
  [
    'a refusal in 1997',
    { type: 'read', standard: '1997', address, error: true, errorWord: 2 },
    '68 12 00 00 01 20 20 68 C1 01 35 1A 16',
  ],
];

describe('a response', () => {
  for (const [name, response, octets] of RESPONSES) {
    it(`may be ${name}`, () => {
      toHex(encodeResponse(response))
        .toUpperCase()
        .replace(/..(?=.)/g, '$& ')
        .should.equal(octets);
    });

    it(`decodes to what it was made from: ${name}`, () => {
      const {
        standard = '2007',
        newPassword,
        dataHex,
        ...fields
      } = {
        newPassword: undefined,
        dataHex: undefined,
        ...response,
      };
      const decoded = decodeFrame(encodeResponse(response), { standard });
      decoded.should.containEql(fields);
      decoded.response.should.be.true();
      (decoded.fault === undefined).should.be.true();
      (decoded.newPasswordWire ?? '').should.equal(newPassword === undefined ? '' : '02111111');
      (decoded.dataHex ?? decoded.partHex ?? '').should.startWith(dataHex ?? '');
    });
  }

  it('refuses a value that the register cannot hold', () => {
    const read = (di: string, value: number | string) => () =>
      encodeResponse({ type: 'read', address, di, value });
    read('02010100', 1000).should.throw(RangeError);
    read('02010100', -1).should.throw(/no sign/);
    read('02010100', 0.01).should.throw(/1 decimals/);
    read('02010100', 'warm').should.throw(RangeError);
    read('02020100', 800).should.throw(/too large/);
    read('04000102', '25:00').should.throw(RangeError);
    read('04000404', '220 Volt').should.throw(/6 ASCII/);
    read('04000503', 65536).should.throw(RangeError);
    read('01010000', 1).should.throw(/demand/);
    read('10010101', 1).should.throw(/dataHex/);
  });

  it('may acknowledge with octets that the standard does not ask for', () => {
    decodeFrame(fromHex('68 12 00 00 01 20 20 68 9C 02 37 33 2B 16')).should.containDeep({
      type: 'control',
      error: false,
      dataHex: '0400',
    });
  });

  it('names the bits of a refusal by the standard, and by the security module in a word', () => {
    decodeFrame(fromHex('68 12 00 00 01 20 20 68 DC 02 43 33 77 16')).should.containDeep({
      errorWord: 16,
      errorBits: ['executionTime'],
    });
    decodeFrame(
      encodeResponse({ type: 'read', standard: '1997', address, error: true, errorWord: 5 }),
      { standard: '1997' },
    ).should.containDeep({ errorBits: ['illegalData', 'password'] });
  });
});
