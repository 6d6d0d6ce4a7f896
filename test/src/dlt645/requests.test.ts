import 'should';
import { decodeFrame, encodeRequest, type Request } from '../../../src/dlt645';
import { toHex } from '../../../src/octets';

const address = '202001000012';
const credentials = { password: '02123456', operator: '12345678' };

function sent(request: Request): string {
  return toHex(encodeRequest(request))
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
}

/** Each request and its octets, by the captured or constructed frames of the vectors and the figures of clause 7. */
const REQUESTS: readonly (readonly [name: string, request: Request, octets: string])[] = [
  [
    'reads',
    { type: 'read', address: '1', di: '00000000' },
    '68 01 00 00 00 00 00 68 11 04 33 33 33 33 B2 16',
  ],
  [
    'reads load records by number of blocks',
    { type: 'read', address: '12345678', di: '06000000', blocks: 3 },
    '68 78 56 34 12 00 00 68 11 05 33 33 33 39 36 02 16',
  ],
  [
    'reads load records from a time',
    { type: 'read', address: '12345678', di: '06010001', blocks: 2, from: '2611211030' },
    '68 78 56 34 12 00 00 68 11 0A 34 33 34 39 35 63 43 54 44 59 9F 16',
  ],
  [
    'reads what follows',
    { type: 'read-following', address, di: '03300501', seq: 255 },
    '68 12 00 00 01 20 20 68 12 05 34 38 63 36 32 71 16',
  ],
  [
    'reads the address of whoever is there',
    { type: 'read-address', leadBytes: 4 },
    'FE FE FE FE 68 AA AA AA AA AA AA 68 13 00 DF 16',
  ],
  [
    'writes a value',
    {
      type: 'write',
      address,
      di: '04000102',
      ...credentials,
      password: '04123456',
      value: '104025',
    },
    '68 12 00 00 01 20 20 68 14 0F 35 34 33 37 37 89 67 45 AB 89 67 45 58 73 43 73 16',
  ],
  [
    'writes octets of an identifier that no table knows',
    {
      type: 'write',
      address: '201900000034',
      di: '04600101',
      password: '02000000',
      operatorWire: '31313131',
      dataHex: 'B400',
    },
    '68 34 00 00 00 19 20 68 14 0E 34 34 93 37 35 33 33 33 64 64 64 64 E7 33 09 16',
  ],
  [
    'writes a time-slot table',
    {
      type: 'write',
      address,
      di: '04010000',
      password: '04123456',
      values: new Array(14).fill('030201'),
    },
    `68 12 00 00 01 20 20 68 14 36 33 33 34 37 37 89 67 45 33 33 33 33 ${'34 35 36 '.repeat(14)}28 16`,
  ],
  [
    'writes the address of whoever is there',
    { type: 'write-address', meterAddress: '000012345678' },
    '68 AA AA AA AA AA AA 68 15 06 AB 89 67 45 33 33 2D 16',
  ],
  [
    'sends the time to every meter',
    { type: 'broadcast-time', time: '2022-03-17T14:07:47' },
    '68 99 99 99 99 99 99 68 08 06 7A 3A 47 4A 36 55 44 16',
  ],
  [
    'freezes at once',
    { type: 'freeze', address },
    '68 12 00 00 01 20 20 68 16 04 CC CC CC CC 6D 16',
  ],
  [
    'freezes hourly',
    { type: 'freeze', address, minute: 30 },
    '68 12 00 00 01 20 20 68 16 04 63 CC CC CC 04 16',
  ],
  [
    'freezes monthly',
    { type: 'freeze', address, minute: 30, hour: 12, day: 5 },
    '68 12 00 00 01 20 20 68 16 04 63 45 38 CC E9 16',
  ],
  [
    'freezes once',
    { type: 'freeze', address, minute: 30, hour: 12, day: 5, month: 6 },
    '68 12 00 00 01 20 20 68 16 04 63 45 38 39 56 16',
  ],
  [
    'changes the baud rate',
    { type: 'baud-rate', address, baud: 19200 },
    '68 12 00 00 01 20 20 68 17 01 73 AE 16',
  ],
  [
    'changes a password',
    {
      type: 'password',
      address,
      di: '04000C03',
      oldPassword: '02123456',
      newPassword: '02111111',
    },
    '68 12 00 00 01 20 20 68 18 0C 36 3F 33 37 35 89 67 45 35 44 44 44 91 16',
  ],
  [
    'clears the demand',
    { type: 'clear-demand', address, ...credentials, password: '04123456' },
    '68 12 00 00 01 20 20 68 19 08 37 89 67 45 AB 89 67 45 90 16',
  ],
  [
    'clears the meter',
    { type: 'clear-meter', address, password: '02123456' },
    '68 12 00 00 01 20 20 68 1A 08 35 89 67 45 33 33 33 33 7B 16',
  ],
  [
    'clears all events',
    { type: 'clear-events', address, password: '02123456', events: 'all' },
    '68 12 00 00 01 20 20 68 1B 0C 35 89 67 45 33 33 33 33 32 32 32 32 48 16',
  ],
  [
    'clears the events of one kind',
    { type: 'clear-events', address, ...credentials, events: '030101FF' },
    '68 12 00 00 01 20 20 68 1B 0C 35 89 67 45 AB 89 67 45 32 34 34 36 64 16',
  ],
  [
    'controls the relay',
    {
      type: 'control',
      address: '260305510009',
      action: 'trip',
      n2: 1,
      validUntil: '2099-12-31T23:59:59',
      password: '02000000',
      leadBytes: 4,
    },
    'FE FE FE FE 68 09 00 51 05 03 26 68 1C 10 35 33 33 33 33 33 33 33 4D 34 8C 8C 56 64 45 CC 82 16',
  ],
  [
    'protects the supply',
    {
      type: 'control',
      address,
      n1: 0x3a,
      validUntilWire: '000000311226',
      passwordWire: '02563412',
      operatorWire: '78563412',
    },
    '68 12 00 00 01 20 20 68 1C 10 35 89 67 45 AB 89 67 45 6D 33 33 33 33 64 45 59 D4 16',
  ],
  [
    'sets the multi-function output',
    { type: 'output', address, output: 0 },
    '68 12 00 00 01 20 20 68 1D 01 33 74 16',
  ],
  [
    'carries authentication as it is',
    { type: 'authentication', address, dataHex: '01020304FF' },
    '68 12 00 00 01 20 20 68 03 05 34 35 36 37 32 33 16',
  ],
  [
    'reads in 1997',
    { type: 'read', standard: '1997', address: '999999999999', di: '9010' },
    '68 99 99 99 99 99 99 68 01 02 43 C3 6F 16',
  ],
  [
    'reads what follows in 1997, without a number',
    { type: 'read-following', standard: '1997', address, di: '9010' },
    '68 12 00 00 01 20 20 68 02 02 43 C3 2D 16',
  ],
  [
    'reads again in 1997',
    { type: 're-read', standard: '1997', address },
    '68 12 00 00 01 20 20 68 03 00 26 16',
  ],
  [
    'writes in 1997, without an operator',
    {
      type: 'write',
      standard: '1997',
      address: '999999999999',
      di: 'C010',
      password: '00000000',
      value: '19070606',
    },
    '68 99 99 99 99 99 99 68 04 0A 43 F3 33 33 33 33 39 39 3A 4C 6E 16',
  ],
  [
    'sends the time in 1997',
    { type: 'broadcast-time', standard: '1997', time: '2019-03-21T23:45:56' },
    '68 99 99 99 99 99 99 68 08 06 89 78 56 54 36 4C A1 16',
  ],
  [
    'writes the address in 1997',
    { type: 'write-address', standard: '1997', meterAddress: '12345678' },
    '68 AA AA AA AA AA AA 68 0A 06 AB 89 67 45 33 33 22 16',
  ],
  [
    'changes the baud rate in 1997',
    { type: 'baud-rate', standard: '1997', address, baud: 2400 },
    '68 12 00 00 01 20 20 68 0C 01 3B 6B 16',
  ],
  [
    'changes a password in 1997, without an identifier',
    {
      type: 'password',
      standard: '1997',
      address,
      oldPassword: '00123456',
      newPassword: '00111111',
    },
    '68 12 00 00 01 20 20 68 0F 08 33 89 67 45 33 44 44 44 A1 16',
  ],
  [
    'clears the demand in 1997',
    { type: 'clear-demand', standard: '1997', address, passwordWire: '00123456' },
    '68 12 00 00 01 20 20 68 10 04 33 45 67 89 9F 16',
  ],
];

/** Which fields of a request an answer to it could not be told by. */
const NOT_DECODED = new Set(['standard', 'password', 'operator', 'oldPassword', 'newPassword']);

describe('a request', () => {
  for (const [name, request, octets] of REQUESTS) {
    it(name, () => {
      sent(request).should.equal(octets);
    });
  }

  for (const [name, request] of REQUESTS) {
    it(`that ${name} decodes to what it was made from`, () => {
      const { standard = '2007', address: to } = request;
      const fields = Object.entries(request).filter(([field]) => !NOT_DECODED.has(field));
      const decoded = decodeFrame(encodeRequest(request), { standard });
      decoded.should.containEql({
        ...Object.fromEntries(fields),
        ...(to === undefined ? {} : { address: to.padStart(12, '0') }),
        ...('meterAddress' in request && { meterAddress: request.meterAddress.padStart(12, '0') }),
      });
      (decoded.fault === undefined).should.be.true();
    });
  }

  const refused = (request: Request, text: RegExp) => {
    (() => encodeRequest(request)).should.throw(text);
    (() => encodeRequest(request)).should.throw(RangeError);
  };

  it('says what is missing or out of range', () => {
    refused({ type: 'read', di: '00010000' }, /address/);
    refused({ type: 'read', address, di: '9010' }, /data identifier/);
    refused({ type: 'read', address, di: '06000001', from: '2611211030' }, /number of blocks/);
    refused({ type: 'read', address, di: '06000001', blocks: 100 }, /blocks/);
    refused({ type: 'read-following', address, di: '00010000' }, /seq/);
    refused({ type: 'read-following', address, di: '00010000', seq: 256 }, /seq/);
    refused({ type: 'write', address, di: '04000102', value: '104025' }, /password/);
    refused({ type: 'write', address, di: '04600101', ...credentials, value: 1 }, /dataHex/);
    refused({ type: 'write', address, di: '04000102', ...credentials }, /value/);
    refused({ type: 'broadcast-time', time: '2023-02-29T00:00:00' }, /no time/);
    refused({ type: 'broadcast-time', time: '2023-02-28' }, /no time/);
    refused({ type: 'freeze', address, hour: 12 }, /minute/);
    refused({ type: 'freeze', address, minute: 60 }, /minute/);
    refused({ type: 'baud-rate', address, baud: 300 as 600 }, /300/);
    refused({ type: 'control', address, ...credentials, action: 'trip' }, /validUntil/);
    refused({ type: 'control', address, ...credentials, validUntilWire: '000000000000' }, /action/);
    refused({ type: 'output', address, output: -1 }, /output/);
    refused({ type: 'authentication', address, dataHex: '0' }, /dataHex/);
  });

  it('knows only the functions of its standard', () => {
    refused({ type: 'read-address', standard: '1997' }, /1997/);
    refused({ type: 're-read', address }, /2007/);
  });

  it('of the wrong length is a fault when it is decoded', () => {
    const octets = encodeRequest({ type: 'vendor', address, control: 0x1c, dataHex: '1A' });
    decodeFrame(octets).should.containDeep({ type: 'control', fault: { code: 'length' } });
  });

  it("may be a maker's own, of which only the octets are known", () => {
    const octets = encodeRequest({ type: 'vendor', address, control: 0x1e, dataHex: '01FF' });
    decodeFrame(octets).should.containDeep({ type: 'vendor', control: 0x1e, dataHex: '01FF' });
  });

  it('may carry a time, a rate or an action that the standard does not know', () => {
    const decoded = (control: number, dataHex: string) =>
      decodeFrame(encodeRequest({ type: 'vendor', address, control, dataHex }));
    decoded(0x16, '99309999').should.containDeep({ type: 'freeze', wire: '99309999' });
    decoded(0x16, '99309999').should.not.have.property('freeze');
    decoded(0x17, '0C').should.containDeep({ z: 12 });
    decoded(0x17, '0C').should.not.have.property('baud');
    decoded(0x1c, `02000000000000004F00${'99'.repeat(6)}`).should.containDeep({ n1: 0x4f });
    decoded(0x1c, `02000000000000004F00${'99'.repeat(6)}`).should.not.have.property('action');
  });

  it('that writes has the values written, unless they are enciphered or of another form', () => {
    const write = { type: 'write', address, di: '02010100' } as const;
    const decoded = (password: string, dataHex: string) =>
      decodeFrame(encodeRequest({ ...write, password, dataHex }));
    decoded('04000000', '1923').should.containDeep({ value: 231.9, dataHex: '1923' });
    decoded('98000000', '1923').should.not.have.property('value');
    decoded('04000000', '192300').should.not.have.properties(['value', 'fault']);
  });

  it('with octets that are no time says so', () => {
    const octets = encodeRequest({ type: 'vendor', address, control: 8, dataHex: '000000000000' });
    decodeFrame(octets).should.containDeep({ invalidTime: '000000000000' });
    decodeFrame(octets).should.not.have.property('time');
  });
});
