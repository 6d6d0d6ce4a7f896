import 'should';
import {
  type DecodeOptions,
  decodeFrame,
  encodeFrame,
  encodeResponse,
  REGISTERS_2007,
} from '../../../src/dlt645';
import { fromHex } from '../../../src/octets';

/** The answer of a meter to "read data"; the data begin with the identifier as sent. */
function answer(data: string, options: DecodeOptions = {}) {
  const control = options.standard === '1997' ? 0x81 : 0x91;
  return decodeFrame(encodeFrame({ address: '1', control, data: fromHex(data) }), options);
}

describe('a value', () => {
  it('is exact: 0.0001 kW a step', () => {
    answer('00 00 03 02 12 25 00').should.containDeep({ value: 0.2512, unit: 'kW' });
    answer('00 00 01 00 71 45 23 01').should.containDeep({ value: 12345.71, unit: 'kWh' });
  });

  it('has its sign in the top bit, where the register has one', () => {
    answer('00 00 00 00 01 00 00 80').should.containDeep({ value: -0.01, signed: true });
    answer('00 00 01 00 01 00 00 80').should.containDeep({ value: 800000.01, signed: false });
  });

  it('is null where all octets are FF, also with a sign', () => {
    answer('00 02 01 02 FF FF').should.containDeep({ value: null });
    answer('00 02 02 02 FF FF FF').should.containDeep({ value: null });
    answer('01 01 00 04 FF FF FF FF').should.containDeep({ value: null });
    answer('00 FF 01 02 18 22 FF FF FF FF').should.containDeep({ values: [221.8, null, null] });
  });

  it('is never a number where a digit is above 9', () => {
    answer('00 01 01 02 0A 22').should.containDeep({ value: { invalidBcd: '220A' } });
    answer('00 FF 01 02 18 22 0E 00 00 00').should.containDeep({
      values: [221.8, { invalidBcd: '000E' }, 0],
    });
  });

  it('may be an octet wider or narrower for currents, powers and 0280xxxx', () => {
    answer('00 01 02 02 99 49 00 80').should.containDeep({ value: -4.999 });
    answer('01 00 80 02 50 01').should.containDeep({ value: 0.15 });
    answer('00 00 03 02 12 25 00 00').should.containDeep({ value: 0.2512 });
  });

  it('of another length is a length fault with the octets', () => {
    const decoded = answer('00 01 01 02 12 25 00');
    decoded.should.containDeep({
      name: 'phase A voltage',
      data: '00010102122500',
      fault: { code: 'length', hex: '122500', offset: 0 },
    });
    decoded.should.not.have.property('value');
    answer('00 01 02 02 99').fault?.code.should.equal('length');
    answer('00 01 02 02 99 49 00 00 00').fault?.code.should.equal('length');
  });

  it('is decimal text beyond 15 digits, and null or invalid like any other', () => {
    const registers = REGISTERS_2007.with([
      { di: '02FF0001', format: 'XXXXXXXXXXXXXXX.X', unit: 'Wh', signed: true },
    ]);
    const wide = (octets: string) => answer(`01 00 FF 02 ${octets}`, { registers });
    wide('78 56 34 12 78 56 34 92').should.containDeep({ value: '-123456781234567.8' });
    wide('00 00 00 00 00 00 00 90').should.containDeep({ value: -100000000000000 });
    wide('FF FF FF FF FF FF FF FF').should.containDeep({ value: null });
    wide('0A 00 00 00 00 00 00 00').should.containDeep({
      value: { invalidBcd: '000000000000000A' },
    });
  });

  it('is text where digits name something', () => {
    answer('01 04 00 04 34 12 00 00 00 00').should.containDeep({ value: '000000001234' });
    answer('02 01 00 04 25 40 10').should.containDeep({ value: '104025' });
  });

  it('is text sent last character first', () => {
    answer('04 04 00 04 00 00 56 30 32 32').should.containDeep({ value: '220V' });
  });

  it('is the bits of a word, with what they mean', () => {
    answer('03 05 00 04 00 00').should.containDeep({ value: 0, bits: [], relay: 'closed' });
    answer('03 05 00 04 50 00').should.containDeep({
      value: 80,
      bits: [4, 6],
      words: { 3: ['relay open', 'relay command open'] },
      relay: 'open',
    });
    answer('03 07 00 04 08').should.containDeep({ value: 8, bits: [3], words: { 3: ['2400'] } });
  });

  it('is a demand with its time', () => {
    answer('00 00 01 01 34 12 00 59 10 21 03 26').should.containDeep({
      value: { demand: 0.1234, time: '2603211059' },
    });
  });

  it('is left out where the register is not known', () => {
    const { di, value, fault } = answer('FF 22 80 02 01 02');
    (di ?? '').should.equal('028022FF');
    [value, fault].should.deepEqual([undefined, undefined]);
  });

  it("is read by the user's register where there is one", () => {
    const registers = REGISTERS_2007.with([{ di: '02030000', format: 'XXXXXX', unit: 'W' }]);
    answer('00 00 03 02 12 25 00', { registers }).should.containDeep({ value: 2512, unit: 'W' });
  });
});

describe('a block', () => {
  it('of tariffs has as many values as came', () => {
    answer('00 FF 01 00 01 00 00 00 02 00 00 00').should.containDeep({ values: [0.01, 0.02] });
  });

  it('of phases has values as wide as the length says', () => {
    answer('00 FF 02 02 23 51 00 00 00 45 00 00 00 00 00 00').should.containDeep({
      values: [5.123, 4.5, 0],
    });
  });

  it('that does not divide evenly is a length fault', () => {
    answer('00 FF 01 00 01 00 00 00 02').fault?.code.should.equal('length');
    answer('00 FF 02 02 23 51 00 00').fault?.code.should.equal('length');
    answer('00 FF 01 02 18 22').fault?.code.should.equal('length');
  });

  it('of a time-slot table is its entries', () => {
    answer(`00 00 01 04 ${'01 02 03 '.repeat(14)}`).should.containDeep({
      values: new Array(14).fill('030201'),
    });
  });
});

describe('an event record', () => {
  it('is its fields by name, in order', () => {
    const { values, fields, begin, end } = answer(
      '01 00 05 03 00 30 08 21 03 26 01 00 80 00 45 08 21 03 26',
    );
    [begin, end].should.deepEqual(['260321083000', '260321084500']);
    (values ?? []).should.deepEqual(['260321083000', -0.001, '260321084500']);
    (fields ?? [])
      .map(({ name, unit }) => [name, unit])
      .should.deepEqual([
        ['start', null],
        ['current', 'A'],
        ['end', null],
      ]);
  });

  it('of the wrong length is a length fault', () => {
    answer('01 00 05 03 00 30 08 21 03 26 01').fault?.code.should.equal('length');
  });
});

describe('a load record', () => {
  const HEAD = '02 00 00 06 A0 A0';

  it('is its sections by name, those left out included', () => {
    answer(
      `${HEAD} 13 05 00 01 01 17 AA AA 01 05 02 05 03 05 04 05 AA AA AA AA 8B E5`,
    ).should.containDeep({
      record: { time: '1701010005', powerFactor: [0.501, 0.502, 0.503, 0.504], separators: 6 },
    });
  });

  it('with a wrong sum, length, start or end is a fault', () => {
    answer(`${HEAD} 0B 05 00 01 01 17 AA AA AA AA AA AA 66 E5`).fault?.code.should.equal(
      'checksum',
    );
    answer(`${HEAD} 0C 05 00 01 01 17 AA AA AA AA AA AA 66 E5`).fault?.code.should.equal('length');
    answer('02 00 00 06 A0 A1').fault?.code.should.equal('start');
    answer(`${HEAD} 0B 05 00 01 01 17 AA AA AA AA AA AA 65 E6`).fault?.code.should.equal('end');
    answer(`${HEAD} 0B 05 00 01`).fault?.code.should.equal('truncated');
  });

  it('encodes to what it was decoded from', () => {
    const dataHex =
      'A0A0130500010117AAAA0105020503050405AAAAAAAA8BE5' + 'E0E00B0500010117AAAAAAAAAAAAE5E5';
    const read = { type: 'read', address: '1', di: '06000000' } as const;
    const { records = [] } = decodeFrame(encodeResponse({ ...read, dataHex }));
    encodeResponse({ ...read, records }).should.deepEqual(encodeResponse({ ...read, dataHex }));
    (() =>
      encodeResponse({ ...read, records: [{ time: '1701010005', frequency: 50 }] })).should.throw(
      /voltage takes 3/,
    );
  });

  it('may be marked as bad, and several may come at once', () => {
    const record = 'E0 E0 0B 05 00 01 01 17 AA AA AA AA AA AA E5 E5';
    const { records } = answer(`00 00 00 06 ${record} ${record}`);
    (records ?? []).map(({ start }) => start).should.deepEqual(['E0E0', 'E0E0']);
  });
});

describe('a frozen block', () => {
  it('is its items, each closed by a separator', () => {
    const { fields } = answer('01 FF 04 05 00 08 21 03 26 AA 56 34 12 00 AA 01 00 00 00 AA');
    (fields ?? [])
      .map(({ name, value }) => [name, value])
      .should.deepEqual([
        ['time', '2603210800'],
        ['forward active energy', [1234.56]],
        ['reverse active energy', [0.01]],
      ]);
  });

  it('encodes to what it was decoded from', () => {
    const read = { type: 'read', address: '1', di: '0504FF01' } as const;
    const dataHex = '0008210326AA56341200AA01000000AA';
    const { fields = [] } = decodeFrame(encodeResponse({ ...read, dataHex }));
    encodeResponse({ ...read, fields }).should.deepEqual(encodeResponse({ ...read, dataHex }));
    (() => encodeResponse({ ...read, fields: [] })).should.throw(/12 items/);
  });

  it('of another shape is not guessed at', () => {
    answer('01 FF 00 05 00 08 21 03 26').fault?.code.should.equal('unsupported');
  });
});

describe('an answer', () => {
  it('with the identifier alone is empty', () => {
    answer('01 00 00 06').should.containDeep({ empty: true, di: '06000001' });
  });

  it('of an identifier from 80000000 on keeps it', () => {
    answer('00 00 00 80 01 02').should.containEql({ di: '80000000' });
    answer('FF FF FF FE').should.containEql({ di: 'FEFFFFFF' });
  });

  it('with less than an identifier is a length fault', () => {
    answer('01 00').fault?.code.should.equal('length');
  });
});
