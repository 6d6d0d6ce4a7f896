import should from 'should';
import dlmsDecode from '../../nodes/ivy-dlms-decode/ivy-dlms-decode';
import gateway from '../../nodes/ivy-gateway/ivy-gateway';
import { type Flow, load, unload } from '../helpers/flow';

/** Drawn for tests, with which the pushes below were protected. */
const KEYS = {
  encryptionKey: '147fd8915d4ea77668dd9eb3667d36bb',
  authenticationKey: '86f90fe4cfd5006310b0b2abe17b2633',
};
const PUSH_4001 =
  'db084956590003115014603000000fa1ad2cf41c3261905a038086227ed0d56e7d54a63e646faa4aa54b274e9d66d9c0031c9464cd175821f21e8e17ef187e1a9728a8726105581abccd1a839de1198449fa885d0097e96d2177a3b8d5d79b885b547b671efe588e83e969';
const PUSH_4002 =
  'db084956590003115014603000000fa2c0aac7d195e0175b552bf9590c587acc0ad1b4207506dc0e24f8c11a37fe4dcf22a893b14e11eafcbd05f68222e6e7aa74735f69d34c6d21c6e1004c39575f0802ede374275852ca97e807b488014c5355c90403c864d6f060d9d0';
const PLAIN =
  '0f000000010c07ea0b1506130e0500ff4c000203020309060100010800ff0600bc614e02020f00161e020309060100200700ff12090002020fff16230203090601001f0700ff1204e202020ffd1621';

describe('ivy-dlms-decode with keys', () => {
  afterEach(unload);

  function node(credentials: object, settings: object = {}): Promise<Flow> {
    const config = { id: 'node', type: 'ivy-dlms-decode', ...settings };
    return load([dlmsDecode], [config], { node: credentials });
  }

  const from = (payload: string, meter: object = { id: '311501114070', link: 'a-1' }) => ({
    payload,
    meter,
  });

  it('gives what was in the envelope, and says that it is authentic', async () => {
    const flow = await node(KEYS);
    flow.send('node', from(PUSH_4001));
    const { payload, verified } = await flow.next('node');
    payload.should.match({
      type: 'general-glo-ciphering',
      systemTitle: '4956590003115014',
      decrypted: { type: 'data-notification' },
    });
    should(verified).equal(true);
  });

  it('says that it is not verified where that was waived', async () => {
    const { encryptionKey } = KEYS;
    const flow = await node({ encryptionKey }, { protection: 'unverified' });
    flow.send('node', from(PUSH_4001));
    should((await flow.next('node')).verified).equal(false);
  });

  it('takes a key that everybody knows where nothing is believed', async () => {
    const encryptionKey = '000102030405060708090a0b0c0d0e0f';
    const flow = await node({ encryptionKey }, { protection: 'unverified' });
    should(flow.status('node')).eql({});
  });

  it('takes the keys of a meter from the table', async () => {
    const flow = await node({ meterKeys: JSON.stringify({ 311501114070: KEYS }) });
    flow.send('node', from(PUSH_4001));
    (await flow.next('node')).payload.should.have.property('decrypted');
    flow.send('node', from(PLAIN, { id: '2', link: 'a-2' }));
    (await flow.next('node')).should.not.have.property('verified');
  });

  it('passes refusals to Catch, and goes on with what is new', async () => {
    const flow = await node(KEYS);
    flow.send('node', from(PUSH_4001));
    await flow.next('node');
    for (const [hex, code] of [
      [PUSH_4001, 'security'],
      [PLAIN, 'security'],
      [`${PUSH_4002.slice(0, -2)}00`, 'authentication-failed'],
    ] as const) {
      flow.send('node', from(hex));
      (await flow.caught()).error.should.have.property('code', code);
    }
    flow.send('node', from(PUSH_4002));
    (await flow.next('node')).payload.should.have.property('decrypted');
  });

  it('with a gateway refuses after a deploy what was heard before, each node for itself', async () => {
    const decode = { type: 'ivy-dlms-decode', gateway: 'gw' };
    const flow = await load(
      [gateway, dlmsDecode],
      [
        { id: 'gw', type: 'ivy-gateway' },
        { id: 'node', ...decode },
        { id: 'second', ...decode },
      ],
      { node: KEYS, second: KEYS },
    );
    flow.send('node', from(PUSH_4001));
    await flow.next('node');
    flow.send('second', from(PUSH_4001));
    await flow.next('second');
    await flow.redeploy();
    for (const id of ['node', 'second']) {
      flow.send(id, from(PUSH_4001));
      (await flow.caught()).error.should.have.property('code', 'security');
      flow.send(id, from(PUSH_4002));
      (await flow.next(id)).payload.should.have.property('decrypted');
    }
  });

  it('without a gateway takes after a deploy what comes', async () => {
    const flow = await node(KEYS);
    for (let deploy = 0; deploy < 2; deploy++) {
      flow.send('node', from(PUSH_4001));
      (await flow.next('node')).payload.should.have.property('decrypted');
      await flow.redeploy();
    }
  });

  it('does not take for the meter what a gateway said to it', async () => {
    const flow = await node({ meterKeys: JSON.stringify({ 311501114070: KEYS }) });
    flow.send('node', { ...from('c001c100030100010800ff0200'), direction: 'out' });
    (await flow.next('node')).payload.should.have.property('type', 'get-request');
  });

  const wrong: readonly (readonly [what: string, credentials: object, text: RegExp])[] = [
    ['half an octet', { encryptionKey: '147' }, /^encryptionKey is not hex text$/],
    ['a short key', { authenticationKey: '1478' }, /^authenticationKey has 2 octets/],
    [
      'a key that everybody knows',
      { authenticationKey: 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf' },
      /^authenticationKey is one that everybody/,
    ],
    [
      'one of a single meter',
      { meterKeys: '{"7":{"encryptionKey":"000102030405060708090a0b0c0d0e0f"}}' },
      /^encryptionKey is one that everybody/,
    ],
    ['a table that is no JSON', { meterKeys: '{' }, /^the key table is no JSON$/],
  ];
  for (const [what, credentials, text] of wrong) {
    it(`says so beside the node where there is ${what}`, async () => {
      const flow = await node(credentials);
      should(flow.status('node')).match({ fill: 'red', shape: 'ring', text });
      flow.send('node', from(PLAIN));
      (await flow.caught()).error.should.have.property('code', 'invalid-setting');
    });
  }
});
