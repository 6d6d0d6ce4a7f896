import 'should';
import { explain, faultOf, jsonOf, parseKeyring, textOf } from '../../../src/explain';
import { fromHex } from '../../../src/octets';

const ENCRYPTION_KEY = '000102030405060708090a0b0c0d0e0f';
const AUTHENTICATION_KEY = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';
const DEDICATED_KEY = '00112233445566778899aabbccddeeff';
const CLIENT = '4d4d4d0000bc614e';

/** A GET.request of the clock, authenticated and encrypted by 4D4D4D0000BC614E. */
const GENERAL =
  'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b';
/** A GET.response without a system title, by 4752580000000001, and the same with a broken tag. */
const RESPONSE = 'cc1a3000000002cc960495f625ffcbb947657dec7f430217c28217a8';
const FORGED = 'cc1a3000000005fdc225f71af1702e5a5de3fd6708782b1db6531814';
/** An AARQ whose ciphered InitiateRequest brings the dedicated key. */
const AARQ =
  '6066a109060760857405080103a60a04084d4d4d0000bc614e8a0207808b0760857405080205ac0a80084b35366956616759be34043221303001234567801302ff8a7874133d414ced25b42534d28db0047720606b175bd52211be6841db204d39ee6fdb8e356855';

function keyring(keys: unknown) {
  return parseKeyring(JSON.stringify(keys));
}

function explanationOf(hex: string, keys: unknown) {
  const [frame] = explain(fromHex(hex), { keyring: keyring(keys) }).frames;
  if (!frame) throw new Error('no frame');
  return frame.explanation;
}

const BOTH = { encryptionKey: ENCRYPTION_KEY, authenticationKey: AUTHENTICATION_KEY };

describe('a ciphered APDU explained', () => {
  it('has the plain APDU inside where the keys are given', () => {
    const { inside, notes } = explanationOf(GENERAL, BOTH);
    inside
      .map(({ summary }) => summary)
      .should.deepEqual(['get-request: 0-0:1.0.0.255 Clock, class 8 Clock, attribute 2 time']);
    notes.should.deepEqual([]);
  });

  it('says which keys are missing', () => {
    const { inside, notes, fault } = explanationOf(RESPONSE, []);
    inside.should.deepEqual([]);
    notes.should.deepEqual([
      'not deciphered: this needs encryptionKey, authenticationKey, systemTitle',
    ]);
    (fault === undefined).should.be.true();
  });

  it('takes the keys of the sender from a list, and from sets by system title', () => {
    const others = { ...BOTH, encryptionKey: AUTHENTICATION_KEY };
    for (const keys of [
      [
        { systemTitle: '4752580000000001', ...others },
        { systemTitle: CLIENT, ...BOTH },
      ],
      { '4752580000000001': others, [CLIENT]: BOTH },
    ]) {
      explanationOf(GENERAL, keys).inside.length.should.equal(1);
    }
    explanationOf(GENERAL, [{ systemTitle: '4752580000000001', ...BOTH }])
      .notes.join()
      .should.match(/no keys are given for system title 4d4d4d0000bc614e/);
  });

  it('takes the system title of the keys where the APDU brings none', () => {
    explanationOf(RESPONSE, { systemTitle: '4752580000000001', ...BOTH })
      .inside.map(({ summary }) => summary)
      .should.deepEqual(['get-response: double-long-unsigned 23636']);
  });

  it('is a fault where it is forged', () => {
    const explanation = explanationOf(FORGED, { systemTitle: '4752580000000001', ...BOTH });
    (faultOf(explanation)?.code ?? '').should.equal('authentication-failed');
    explanation.inside.should.deepEqual([]);
  });

  it('says that nothing vouches for it where the authentication key is missing', () => {
    const { inside, notes } = explanationOf(GENERAL, { encryptionKey: ENCRYPTION_KEY });
    inside.length.should.equal(1);
    notes.join().should.match(/not verified/);
  });

  it('never shows a key, nor the dedicated key that an association brings', () => {
    const explained = explain(fromHex(AARQ), { keyring: keyring(BOTH) });
    explained.frames[0]?.explanation.inside.length.should.equal(1);
    for (const output of [jsonOf(explained), textOf(explained)]) {
      const digits = output.replace(/ /g, '').toLowerCase();
      digits.should.match(/\*{32}|(\*\*){8}…/);
      for (const key of [ENCRYPTION_KEY, AUTHENTICATION_KEY, DEDICATED_KEY]) {
        digits.should.not.containEql(key.slice(0, 16));
      }
    }
  });
});

describe('a file of keys', () => {
  it('is refused without a word of what is in it', () => {
    for (const text of [
      `{"encryptionKey": "${ENCRYPTION_KEY}`,
      `{"encryptionKey": "${ENCRYPTION_KEY}00"}`,
      `{"${ENCRYPTION_KEY}": "encryptionKey"}`,
      `"${ENCRYPTION_KEY}"`,
      `[["${ENCRYPTION_KEY}"]]`,
    ]) {
      let message = '';
      try {
        parseKeyring(text);
      } catch (error) {
        message = String(error);
      }
      message.should.match(/^TypeError: /);
      message.should.not.containEql(ENCRYPTION_KEY.slice(0, 8));
    }
  });
});
