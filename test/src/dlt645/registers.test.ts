import 'should';
import { findRegister, REGISTERS_1997, REGISTERS_2007 } from '../../../src/dlt645';

describe('a register of 2007', () => {
  it('is found for every identifier that the table lists', () => {
    const identifiers = [...REGISTERS_2007.identifiers()];
    // 38,560 of the standard and the notes on it; 219 of prices, steps and freezes, from public meter code.
    identifiers.length.should.equal(38_779);
    new Set(identifiers).size.should.equal(identifiers.length);
    for (const di of identifiers) {
      REGISTERS_2007.findText(di)?.di.should.equal(di);
    }
  });

  it('is found by digits of either case', () => {
    findRegister('0280000A')?.should.equal(findRegister('0280000a'));
  });

  it('is not found for what is no identifier', () => {
    for (const di of ['', '0001', '0001000G', '00014000', '0001000D', '0001FFFF', 'FFFFFFFF']) {
      (findRegister(di) === undefined).should.be.true();
    }
  });

  it('says which tariff and settlement day it is of', () => {
    findRegister('00010203')?.should.containDeep({
      name: 'forward active energy, tariff 2, settlement day 3 back',
      nameZh: '正向有功电能 费率2 上3结算日',
      unit: 'kWh',
      signed: false,
      group: 'energy',
    });
    findRegister('00010000')?.name.should.equal('forward active energy');
    findRegister('0001FF00')?.name.should.equal('forward active energy, block');
  });

  it('has the meaning of the standard where others have it wrong', () => {
    const facts = [
      ['00000000', 'combined active energy', 'kWh', true],
      ['00010000', 'forward active energy', 'kWh', false],
      ['00020000', 'reverse active energy', 'kWh', false],
      ['00030000', 'combined reactive 1 energy', 'kvarh', true],
      ['02010100', 'phase A voltage', 'V', false],
      ['02020100', 'phase A current', 'A', true],
      ['02030000', 'total instantaneous active power', 'kW', true],
      ['02060000', 'total power factor', null, true],
      ['02800002', 'grid frequency', 'Hz', false],
      ['04000101', 'date and weekday (0 = Sunday)', null, false],
      ['04000503', 'run-state word 3', null, false],
      ['00900200', 'remaining money', '元', false],
    ] as const;
    for (const [di, name, unit, signed] of facts) {
      findRegister(di)?.should.containDeep({ di, name, unit, signed });
    }
  });

  it('keeps a record before a family that would cover its identifier too', () => {
    findRegister('03300000')?.name.should.equal('programming count');
    findRegister('03300001')?.name.should.equal('programming record, 1 back');
    findRegister('04010000')?.name.should.startWith('season table');
    findRegister('04010001')?.name.should.startWith('day time-slot table');
  });
});

describe('a register of 1997', () => {
  it('is found by two octets', () => {
    REGISTERS_1997.findText('9012')?.name.should.equal('forward active energy, now, tariff 2');
    REGISTERS_1997.findText('9130')?.name.should.equal('quadrant I reactive energy, now');
    REGISTERS_1997.findText('9140')?.name.should.equal('quadrant IV reactive energy, now');
    findRegister('901F', '1997')?.name.should.equal('forward active energy, now, block');
    findRegister('B611', '1997')?.should.containDeep({ unit: 'V', format: 'XXX' });
  });
});

describe("a user's register", () => {
  it('overrides the parts it names and leaves the rest', () => {
    const table = REGISTERS_2007.with([{ di: '02030000', format: 'XXX.XXX' }]);
    table.findText('02030000')?.should.containDeep({
      name: 'total instantaneous active power',
      unit: 'kW',
      signed: true,
      format: 'XXX.XXX',
    });
    findRegister('02030000')?.format.should.equal('XX.XXXX');
    table.findText('02030100')?.format.should.equal('XX.XXXX');
  });

  it('may switch the sign off, for a whole family', () => {
    const table = REGISTERS_2007.with([{ di: '0000TTSS', signed: false }]);
    table.findText('00000301')?.should.containDeep({
      name: 'combined active energy, tariff 3, settlement day 1 back',
      signed: false,
    });
  });

  it('adds what the standard does not know', () => {
    const table = REGISTERS_2007.with([
      { di: '028022FF', name: 'three temperatures', unit: '℃', format: '3*XXX.X', signed: true },
    ]);
    table.findText('028022FF')?.should.containDeep({ name: 'three temperatures', signed: true });
  });

  it('is refused with its identifier where it is not well-formed', () => {
    (() => REGISTERS_2007.with([{ di: '0280', format: 'XX' }])).should.throw(/0280/);
    (() => REGISTERS_2007.with([{ di: 'FF000001' }])).should.throw(/FF000001/);
    (() => REGISTERS_2007.with([{ di: '02800001', format: 'ABC' }])).should.throw(/"ABC"/);
    (() => REGISTERS_2007.with([{ di: '028000QQ', format: 'XX' }])).should.throw(/"QQ"/);
  });
});
