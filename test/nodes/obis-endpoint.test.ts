import type { NodeAPI } from 'node-red';
import should from 'should';
import { serveObis } from '../../nodes/ivy-gateway/serve-obis';
import type { ObisDescription } from '../../src/telemetry';

type Rows = readonly ObisDescription[];
type Handler = (request: object, response: { json(rows: Rows): void }) => void;

describe('the list of OBIS codes that pickers ask for', () => {
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
    serveObis(red as unknown as NodeAPI);
  });

  function search(q: unknown): Rows {
    const answers: Rows[] = [];
    handler({ query: { q } }, { json: (rows) => answers.push(rows) });
    answers.length.should.equal(1);
    return answers[0] ?? [];
  }

  it('needs the permission to read', () => {
    path.should.equal('/ivy-gateway/obis');
    permission.should.equal('ivy-gateway.read');
  });

  it('gives what pickers show of a code', () => {
    should(search('voltage l1')[0]).deepEqual({
      obis: '1-0:32.7.0.255',
      register: 'VOLTAGE_A',
      classId: 3,
      unit: 'V',
      category: 'voltage',
      en: 'Voltage L1',
      zh: 'A相电压',
      tr: 'Gerilim L1',
    });
  });

  it('gives no more than 50 rows, whatever is asked', () => {
    for (const query of [undefined, '', ['a', 'b'], { x: '1' }, 'e'.repeat(5_000)]) {
      search(query).length.should.be.belowOrEqual(50);
    }
  });
});
