import type { NodeAPI } from 'node-red';
import should from 'should';
import { serveRegisters } from '../../nodes/dlt645-encode/serve-registers';
import { REGISTERS_2007 } from '../../src/dlt645';

interface Row {
  readonly di: string;
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly register?: string;
}

type Handler = (request: object, response: { json(rows: readonly Row[]): void }) => void;

describe('the list of data identifiers that pickers ask for', () => {
  let path = '';
  let permission = '';
  let handler: Handler;

  before(() => {
    const red = {
      auth: { needsPermission: (needed: string) => needed },
      httpAdmin: {
        get: (where: string, needed: string, handle: Handler) => {
          [path, permission, handler] = [where, needed, handle];
        },
      },
    };
    serveRegisters(red as unknown as NodeAPI);
  });

  function search(query: Readonly<Record<string, unknown>>): readonly Row[] {
    const answers: (readonly Row[])[] = [];
    handler({ query }, { json: (rows) => answers.push(rows) });
    answers.length.should.equal(1);
    return answers[0] ?? [];
  }

  it('needs the permission to read', () => {
    path.should.equal('/ivy-gateway/registers');
    permission.should.equal('ivy-gateway.read');
  });

  it('finds by an English name, what the catalogue lists first', () => {
    const [first] = search({ q: 'Voltage' });
    should(first).deepEqual({
      di: '02010100',
      name: 'phase A voltage',
      nameZh: 'A相电压',
      unit: 'V',
      register: 'VOLTAGE_A',
    });
  });

  it('finds by a Chinese name', () => {
    search({ q: '电网频率' }).should.match([{ di: '02800002', register: 'FREQUENCY' }]);
  });

  it('finds by the first digits', () => {
    search({ q: '020101' }).should.match([{ di: '02010100' }]);
    search({ q: '0400010c' }).should.match([{ di: '0400010C' }]);
  });

  it('finds by key, and by words in any order', () => {
    search({ q: 'TOTAL_ACTIVE_IMPORT' }).should.match([{ di: '00010000' }, {}, {}, {}]);
    search({ q: 'tariff 4, forward active energy settlement 12' }).should.matchAny({
      di: '0001040C',
      name: 'forward active energy, tariff 4, settlement day 12 back',
    });
  });

  it('finds registers of 1997 where those are asked for', () => {
    const codes = search({ q: 'voltage', standard: '1997' }).map(({ di }) => di);
    codes.should.deepEqual(['B611', 'B612', 'B613']);
  });

  it('never gives more than 50 rows, whatever is asked', () => {
    for (const q of ['', 'e', ['a', 'b'], { a: 1 }, undefined, 'x'.repeat(100_000)]) {
      search({ q }).length.should.be.belowOrEqual(50);
    }
    search({ q: 'energy' }).length.should.equal(50);
  });

  it('finds any identifier by all its digits', () => {
    const sample = [...REGISTERS_2007.identifiers()].filter((_, index) => index % 97 === 0);
    sample.length.should.be.above(300);
    for (const di of sample) search({ q: di }).should.match([{ di }]);
  });
});
