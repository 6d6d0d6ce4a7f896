import should from 'should';
import dlmsEncode from '../../nodes/ivy-dlms-encode/ivy-dlms-encode';
import { type Flow, load, type Seen, unload } from '../helpers/flow';

/** Drawn for this test. */
const KEYS = {
  systemTitle: '4956594757303031',
  encryptionKey: '147fd8915d4ea77668dd9eb3667d36bb',
  authenticationKey: '86f90fe4cfd5006310b0b2abe17b2633',
};
const EXAMPLE_KEY = '000102030405060708090a0b0c0d0e0f';

describe('ivy-dlms-encode', () => {
  afterEach(unload);

  function node(settings: object = {}, credentials: object = {}): Promise<Flow> {
    const config = { id: 'node', type: 'ivy-dlms-encode', ...settings };
    return load([dlmsEncode], [config], { node: credentials });
  }

  const hexOf = ({ payload }: Seen): string => (payload as unknown as Buffer).toString('hex');

  /** What one message gives, in hex. */
  async function encoded(settings: object, message: object, credentials = {}): Promise<string> {
    const flow = await node(settings, credentials);
    flow.send('node', message);
    return hexOf(await flow.next('node'));
  }

  const READ = { service: 'get', classId: 3, obis: '1-0:1.8.0.255', attribute: 2 };

  it('encodes a request of the message in the wrapper', async () => {
    const flow = await node();
    flow.send('node', { payload: READ, meter: { id: '1' }, mine: 7 });
    const message = await flow.next('node');
    hexOf(message).should.equal('000100100001000dc001c100030100010800ff0200');
    message.should.have.properties({ meter: { id: '1' }, mine: 7 });
    message.request.should.have.properties({ type: 'get-request', kind: 'normal', invokeId: 1 });
  });

  it('encodes an APDU in the form that the decoder gives', async () => {
    const payload = { type: 'rlrq', reason: 'normal' };
    (await encoded({ framing: 'bare' }, { payload })).should.equal('6203800100');
  });

  it('encodes a list of attributes', async () => {
    const attributes = [
      { classId: 3, obis: '1.0.1.8.0.255', attribute: 2 },
      { classId: 8, obis: '0-0:1.0.0', attribute: 2 },
    ];
    const payload = { service: 'get', attributes, invokeId: 5, highPriority: false };
    const hex = await encoded({ framing: 'bare' }, { payload });
    hex.should.equal('c003450200030100010800ff020000080000010000ff0200');
  });

  const dialogs: readonly (readonly [what: string, settings: object, hex: string])[] = [
    [
      'a GET',
      { service: 'get', classId: '3', obis: '1-0:32.7.0.255', index: '2', invokeId: '3' },
      'c001c300030100200700ff0200',
    ],
    [
      'a SET',
      {
        service: 'set',
        classId: '1',
        obis: '0-0:96.13.0.255',
        index: '2',
        data: '{"type":"octet-string","value":"4869"}',
      },
      'c101c100010000600d00ff020009024869',
    ],
    [
      'an ACTION without a parameter',
      { service: 'action', classId: '70', obis: '0-0:96.3.10.255', index: '1' },
      'c301c10046000060030aff0100',
    ],
    [
      'an AARQ',
      { service: 'aarq' },
      '601da109060760857405080101be10040e01000000065f1f0400001e1dffff',
    ],
    ['an RLRQ', { service: 'rlrq' }, '6203800100'],
  ];
  for (const [what, settings, hex] of dialogs) {
    it(`encodes ${what} that the dialog describes, whatever the payload is`, async () => {
      (await encoded({ framing: 'bare', ...settings }, { payload: 1 })).should.equal(hex);
    });
  }

  it('takes data and invoke id from where the dialog says', async () => {
    const settings = {
      ...{ framing: 'bare', service: 'set', obis: '1-0:0.4.2.255', classId: '1', index: '2' },
      ...{ data: 'ratio', dataType: 'msg', invokeId: 'number', invokeIdType: 'msg' },
    };
    const message = { payload: 0, ratio: { type: 'unsigned', value: 200 }, number: 9 };
    (await encoded(settings, message)).should.equal('c101c900010100000402ff020011c8');
  });

  it('gives a password to the association', async () => {
    const hex = await encoded({ framing: 'bare', service: 'aarq' }, {}, { password: '12345678' });
    hex.should.containEql('8a0207808b0760857405080201ac0a80083132333435363738');
  });

  it('puts an APDU into an HDLC frame, numbered as the message says', async () => {
    const settings = { framing: 'hdlc', physicalDevice: '17' };
    const message = { payload: READ, hdlc: { send: 1, receive: 2 } };
    const hex = await encoded(settings, message);
    hex.should.match(/^7ea01a02232152....e6e600c001c100030100010800ff0200....7e$/);
  });

  it('cuts what is too long for one HDLC frame into a sequence', async () => {
    const flow = await node({ framing: 'hdlc' });
    const data = { type: 'octet-string', value: '55'.repeat(200) };
    const payload = { service: 'set', classId: 1, obis: '0-0:96.13.0.255', attribute: 2, data };
    flow.send('node', { payload });
    const [first, second] = [await flow.next('node'), await flow.next('node')];
    first.parts.should.have.properties({ index: 0, count: 2 });
    second.parts.should.have.properties({ index: 1, count: 2, id: first.parts.id });
    hexOf(first).should.match(/^7ea88903211.{5}e6e600c101/);
    hexOf(second).should.match(/^7ea0..03211/);
  });

  describe('ciphered', () => {
    const SETTINGS = { framing: 'bare', protection: 'authenticated-encrypted' };

    it('needs an invocation counter in the message', async () => {
      const flow = await node(SETTINGS, KEYS);
      for (const invocationCounter of [undefined, -1, 1.5, 2 ** 32, '7']) {
        flow.send('node', { payload: READ, invocationCounter });
        const { error } = await flow.caught();
        error.should.match({ code: 'invalid-request', message: /invocationCounter/ });
      }
      flow.rest('node').should.deepEqual([]);
    });

    it('refuses a counter that is not above the last', async () => {
      const flow = await node(SETTINGS, KEYS);
      flow.send('node', { payload: READ, invocationCounter: 10 });
      hexOf(await flow.next('node')).should.match(/^c81e300000000a[0-9a-f]{50}$/);
      flow.send('node', { payload: READ, invocationCounter: 10 });
      const { error } = await flow.caught();
      error.should.match({ code: 'invalid-request', message: /not fresh/ });
    });

    it('has the system title in front where general ciphering is asked for', async () => {
      const settings = { ...SETTINGS, general: true };
      const hex = await encoded(settings, { payload: READ, invocationCounter: 1 }, KEYS);
      hex.should.match(/^db0849565947573030311e3000000001[0-9a-f]{50}$/);
    });

    it('ciphers only the InitiateRequest of an AARQ', async () => {
      const settings = { ...SETTINGS, service: 'aarq' };
      const hex = await encoded(settings, { invocationCounter: 1 }, KEYS);
      hex.should.match(/^60..a109060760857405080103a60a04084956594757303031be..04..21..30000000/);
    });

    it('proposes the dedicated key that it uses from then on', async () => {
      const dedicatedKey = 'eb1d9982adb5cf7ac9db14fe152ac824';
      const flow = await node(
        { framing: 'bare', protection: 'authenticated' },
        {
          ...KEYS,
          dedicatedKey,
        },
      );
      flow.send('node', { payload: { service: 'aarq' }, invocationCounter: 1 });
      const aarq = hexOf(await flow.next('node'));
      aarq.should.containEql(`21301000000001010110${dedicatedKey}0000065f1f`);
      flow.send('node', { payload: READ, invocationCounter: 2 });
      hexOf(await flow.next('node')).should.match(/^d01e1000000002c001c1/);
    });

    it('refuses keys that everybody knows unless the message allows them', async () => {
      const flow = await node(SETTINGS, { ...KEYS, authenticationKey: EXAMPLE_KEY });
      flow.send('node', { payload: READ, invocationCounter: 1 });
      const { error } = await flow.caught();
      error.should.match({ code: 'invalid-request', message: /published/ });
      flow.send('node', { payload: READ, invocationCounter: 2, allowExampleKeys: true });
      hexOf(await flow.next('node')).should.startWith('c81e3000000002');
    });

    const wrong: readonly (readonly [what: string, credentials: object, text: RegExp])[] = [
      ['no system title', { ...KEYS, systemTitle: '' }, /system title/],
      ['no encryption key', { ...KEYS, encryptionKey: '' }, /encryption key/],
      ['no authentication key', { ...KEYS, authenticationKey: '' }, /authentication key/],
      ['half an octet', { ...KEYS, encryptionKey: '147fd' }, /encryptionKey is not/],
    ];
    for (const [what, credentials, text] of wrong) {
      it(`says so beside the node where there is ${what}`, async () => {
        const flow = await node(SETTINGS, credentials);
        should(flow.status('node')).match({ fill: 'red', text });
      });
    }
  });

  const refused: readonly (readonly [what: string, payload: unknown])[] = [
    ['no request', 'read'],
    ['a service that there is not', { service: 'ask' }],
    ['an APDU that there is not', { type: 'get' }],
    ['no OBIS code', { service: 'get', classId: 3, obis: 'energy', attribute: 2 }],
    ['no class', { service: 'get', obis: '1-0:1.8.0.255', attribute: 2 }],
    ['an attribute out of range', { ...READ, attribute: 300 }],
    ['data of no type', { ...READ, service: 'set', data: 5 }],
  ];
  for (const [what, payload] of refused) {
    it(`refuses ${what}`, async () => {
      const flow = await node();
      flow.send('node', { payload });
      (await flow.caught()).error.should.have.property('code', 'invalid-request');
      flow.rest('node').should.deepEqual([]);
    });
  }
});
