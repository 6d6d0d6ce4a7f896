import 'should';
import fc from 'fast-check';
import { endRigs, OPEN, Rig } from './rig';

const METER = '000000001234';
const good = { id: 1, method: 'relay_control', params: { state: 'open' } };

/** What is no command, and what the answer says of it. */
const BAD: readonly (readonly [name: string, payload: unknown, says: RegExp])[] = [
  ['no JSON', '{"id":1', /no JSON/],
  ['nothing', '', /no JSON/],
  ['null', 'null', /expected object/],
  ['a list', '[1]', /expected object/],
  ['a BOM', `\ufeff${JSON.stringify(good)}`, /no JSON/],
  ['bad UTF-8', Buffer.from('7b226964223a22ff227d', 'hex'), /no UTF-8/],
  ['more than 16 kB', JSON.stringify({ ...good, by: 'x'.repeat(17_000) }), /more than 16384/],
  ['5 MB', Buffer.alloc(5_000_000, 0x5b), /more than 16384/],
  ['depth 9', `{"id":1,"params":${'['.repeat(9)}${']'.repeat(9)}}`, /more than 8 deep/],
  ['depth 8,000', '['.repeat(8_000), /more than 8 deep/],
  ['a key twice', '{"id":1,"method":"relay_control","id":2}', /stands twice/],
  ['a key twice, escaped', '{"id":1,"\\u0069d":2}', /stands twice/],
  [
    'many fields',
    `{${Array.from({ length: 257 }, (_, field) => `"${field}":1`).join()}}`,
    /256 fields/,
  ],
  ['a string without an end', '"\\'.repeat(8_000), /no JSON/],
  ['__proto__', '{"id":1,"method":"x","__proto__":{"polluted":1}}', /__proto__/],
  ['constructor', '{"id":1,"params":{"constructor":{"prototype":{"polluted":1}}}}', /constructor/],
  ['1e400', '{"id":1,"method":"read_address","expiresAt":1e400}', /out of range/],
  ['no id', { method: 'read_address' }, /^Missing command id$/],
  ['no method', { id: 1 }, /^Missing command method$/],
  ['a list as id', { ...good, id: [1] }, /id/],
  ['a long id', { ...good, id: 'x'.repeat(129) }, /id/],
  ['a list of parameters', { ...good, params: ['open'] }, /params/],
  ['an unknown field', { ...good, force: true }, /force/],
  ['an unknown parameter', { ...good, params: { state: 'open', force: true } }, /force/],
  ['a fraction as time', { ...good, expiresAt: 1.5 }, /expiresAt/],
  ['an unknown method', { ...good, method: 'reboot' }, /^Unknown method: reboot$/],
  ['a method of all objects', { ...good, method: 'toString' }, /^Unknown method: toString$/],
];

describe('requests', () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.open(OPEN);
    const simulator = rig.simulator();
    simulator.addDlt645Meter({ address: METER });
    simulator.start();
    await rig.online(METER);
  });
  after(endRigs);

  for (const [name, payload, says] of BAD) {
    it(`${name}: refused with a reason, and nothing happens`, async () => {
      const { success, error, code, result } = await rig.ask(METER, payload, { channel: 'relay' });
      success.should.be.false();
      String(error).should.match(says);
      String(code).should.match(/^(invalid-request|unknown-method)$/);
      result.should.eql({ error });
      ({}).should.not.have.property('polluted');
    });
  }

  it('a request that is wrong is answered under its id where it has one', async () => {
    (await rig.ask(METER, { ...good, force: true })).should.have.properties({ id: 1 });
    (await rig.ask(METER, '{')).should.have.properties({ id: null });
  });

  it('any JSON whatever gets one answer, and switches nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (payload) => {
        (await rig.ask(METER, payload, { channel: 'relay' })).should.have.property('success');
      }),
      { numRuns: 300 },
    );
    rig.requests.filter((octets) => octets.includes('681c')).should.be.empty();
  });

  it('parameters of any kind are refused or answered by the meter, never thrown out', async () => {
    const methods = [
      'read_register',
      'read_all',
      'read_profile',
      'dlms_get',
      'dlt645_read',
      'set_clock',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methods),
        fc.object({ maxDepth: 2 }),
        async (method, params) => {
          const answer = await rig.ask(METER, { id: 'x', method, params }, { channel: 'write' });
          String(answer.code ?? '').should.not.equal('internal-error');
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a meter that hangs up', () => {
  afterEach(endRigs);

  it('leaves no command without its answer', async () => {
    const rig = await Rig.open({ ...OPEN, timeout: 20_000 });
    const simulator = rig.simulator();
    const meter = simulator.addDlt645Meter({ address: METER, redial: false });
    simulator.start();
    await rig.online(METER);
    await rig.ask(METER, { id: 0, method: 'read_address' });
    rig.onRequest = () => void meter.close();
    const read = { method: 'read_register', params: { register: 'VOLTAGE_A' } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, id) => rig.ask(METER, { id, ...read })),
    );
    for (const answer of answers) {
      answer.should.have.properties({ success: false, code: 'meter-not-connected' });
    }
  });

  it('right after the order: uncertain', async () => {
    const rig = await Rig.open({ ...OPEN, timeout: 20_000 });
    const simulator = rig.simulator();
    const meter = simulator.addDlt645Meter({ address: METER, redial: false });
    simulator.start();
    await rig.online(METER);
    rig.onRequest = (octets) => {
      if (octets.includes('681c10')) void meter.close();
    };
    (await rig.relay(METER, 'open')).should.have.properties({ success: false, code: 'uncertain' });
  });
});
