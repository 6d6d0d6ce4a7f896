import fc from 'fast-check';
import should from 'should';
import type { Apdu } from '../../../src/dlms';
import {
  ApduReceiver,
  type CounterMemory,
  type KeyTexts,
  keyRing,
  type ProtectedSendersOptions,
  senderKeys,
} from '../../../src/dlms/receive';
import { FrameError, fromHex, toHex } from '../../../src/octets';

/** Keys drawn for these tests; what was protected with them is pushes of one meter, counters 4001 to 4005. */
const KEYS: KeyTexts = {
  encryptionKey: '147fd8915d4ea77668dd9eb3667d36bb',
  authenticationKey: '86f90fe4cfd5006310b0b2abe17b2633',
};
const OTHER_KEY = 'eb1d9982adb5cf7ac9db14fe152ac824';
const TITLE = '4956590003115014';
const PLAIN =
  '0f000000010c07ea0b1506130e0500ff4c000203020309060100010800ff0600bc614e02020f00161e020309060100200700ff12090002020fff16230203090601001f0700ff1204e202020ffd1621';
const PUSH_4001 =
  'db084956590003115014603000000fa1ad2cf41c3261905a038086227ed0d56e7d54a63e646faa4aa54b274e9d66d9c0031c9464cd175821f21e8e17ef187e1a9728a8726105581abccd1a839de1198449fa885d0097e96d2177a3b8d5d79b885b547b671efe588e83e969';
const PUSH_4002 =
  'db084956590003115014603000000fa2c0aac7d195e0175b552bf9590c587acc0ad1b4207506dc0e24f8c11a37fe4dcf22a893b14e11eafcbd05f68222e6e7aa74735f69d34c6d21c6e1004c39575f0802ede374275852ca97e807b488014c5355c90403c864d6f060d9d0';
const AUTHENTICATED_4003 =
  'db084956590003115014601000000fa30f000000020c07ea0b1506130e0500ff4c000203020309060100010800ff0600bc615a02020f00161e020309060100200700ff12090002020fff16230203090601001f0700ff1204e202020ffd1621ee53482728a16fa9e4287178';
const ENCRYPTED_4004 =
  'db084956590003115014542000000fa4e68786aecb1163dc397f3874786676a4dcc1749d1a63ec69ce263db34bb858627159bd2b5a756e77b1a77052c50e3093dab943a32a6aad27e8f63d360ce0fb92d6061c5b8fcfdddf7bfd18aa686e19';
/** Push 4005 in two blocks of general block transfer. */
const GBT = [
  'e001000100005adb084956590003115014603000000fa5dee63d548ab922737181c50e048e716292064c5a63749a6cc176c3fce1b50ff3369e23df73a92d1f3faf418d0bf8a90c3c4e1a190f1fcf13e444236b65d85c3a09e246cb4fb3e08fafaf',
  'e081000200001107481bfab66e5c3272e2d1677f0523c3e9',
];
/** A profile buffer in two blocks. */
const GET_BLOCKS = [
  'c402c10000000001002801040203090c07ea01010400000000ff4c00110006000f42400203000006000f4259020300000600',
  'c402c10100000002000c0f42720203000006000f428b',
];
/** A push in two HDLC segments. */
const SEGMENTS = [
  '7ea84621022300a483e6e7000f000000010c07ea0b1506130e0500ff4c000203020309060100010800ff0600bc614e02020f00161e020309060100200700ff12090002020f3a3d7e',
  '7ea02021022312440bff16230203090601001f0700ff1204e202020ffd1621a9137e',
];
const METER = { meterId: '311501114070', link: 'a-1' };
const BOTH = { authenticated: true, encrypted: true };

function receiver(
  options: Partial<ProtectedSendersOptions> = {},
): (hex: string, sender?: { meterId?: string; link: string }) => Apdu[] {
  const apdus = new ApduReceiver({
    keys: { byName: new Map(), others: senderKeys(KEYS) },
    policy: BOTH,
    lenient: false,
    ...options,
  });
  return (hex, sender = METER) => [...apdus.receive(fromHex(hex), sender)].map(({ apdu }) => apdu);
}

const withoutKeys = { keys: { byName: new Map() } };

describe('APDU receiver', () => {
  describe('blocks', () => {
    it('gives the whole answer behind the last block of a GET', () => {
      const receive = receiver(withoutKeys);
      receive(GET_BLOCKS[0] ?? '').should.have.length(1);
      const [block, whole] = receive(GET_BLOCKS[1] ?? '');
      should(block).have.properties({ type: 'get-response', kind: 'with-datablock' });
      should(whole).have.properties({ type: 'get-response', kind: 'normal', invokeId: 1 });
      should(whole).have.propertyByPath('data', 'value').with.length(4);
    });

    it('joins nothing whose first block was not seen', () => {
      const receive = receiver(withoutKeys);
      receive(GET_BLOCKS[1] ?? '').should.have.length(1);
    });

    it('bears a block that comes twice', () => {
      const receive = receiver(withoutKeys);
      receive(GET_BLOCKS[0] ?? '');
      receive(GET_BLOCKS[0] ?? '');
      receive(GET_BLOCKS[1] ?? '').should.have.length(2);
    });

    it('keeps the blocks of two meters apart', () => {
      const receive = receiver(withoutKeys);
      receive(GET_BLOCKS[0] ?? '', { meterId: '1', link: 'a' });
      receive(GET_BLOCKS[1] ?? '', { meterId: '2', link: 'b' }).should.have.length(1);
      receive(GET_BLOCKS[1] ?? '', { meterId: '1', link: 'a' }).should.have.length(2);
    });

    it('tells the results of a list from Data', () => {
      const receive = receiver(withoutKeys);
      receive('c402c2000000000100050200060000');
      const [, whole] = receive('c402c20100000002000403e90104');
      should(whole).deepEqual({
        type: 'get-response',
        invokeId: 2,
        confirmed: true,
        highPriority: true,
        kind: 'with-list',
        results: [
          { data: { type: 'double-long-unsigned', value: 1001 } },
          { error: 'object-undefined' },
        ],
      });
    });

    it('ends with an error what a meter breaks off', () => {
      const receive = receiver(withoutKeys);
      receive(GET_BLOCKS[0] ?? '');
      receive('c402c101000000020113').should.have.length(1);
      receive(GET_BLOCKS[1] ?? '').should.have.length(1);
    });

    it('deciphers what general block transfer brings when it is whole', () => {
      const receive = receiver();
      receive(GBT[0] ?? '').should.have.length(1);
      const [, whole] = receive(GBT[1] ?? '');
      should(whole).have.property('invocationCounter', 4005);
      should(whole).have.propertyByPath('decrypted', 'type').eql('data-notification');
    });
  });

  describe('HDLC', () => {
    it('joins segments that come one by one', () => {
      const receive = receiver(withoutKeys);
      receive(SEGMENTS[0] ?? '').should.deepEqual([]);
      receive(SEGMENTS[1] ?? '').should.match([{ type: 'data-notification' }]);
    });

    it('keeps the segments of two links apart', () => {
      const receive = receiver(withoutKeys);
      receive(SEGMENTS[0] ?? '', { link: 'a' });
      receive(SEGMENTS[0] ?? '', { link: 'b' });
      receive(SEGMENTS[1] ?? '', { link: 'a' }).should.have.length(1);
    });

    it('forgets a message that was not finished when another begins', () => {
      const receive = receiver(withoutKeys);
      receive(SEGMENTS[0] ?? '');
      receive(SEGMENTS[0] ?? '');
      receive(SEGMENTS[1] ?? '').should.have.length(1);
    });
  });

  describe('a sender that has keys', () => {
    it('is deciphered', () => {
      const [apdu] = receiver()(PUSH_4001);
      should(apdu).have.propertyByPath('decrypted', 'entries').with.length(3);
    });

    const refused = (receive: () => unknown, reason: string) =>
      should(receive).throw({ name: 'SecurityError', reason });

    it('is refused in plain', () => {
      refused(() => receiver()(PLAIN), 'unprotected');
    });

    it('is refused with a forged octet', () => {
      const forged = `${PUSH_4001.slice(0, -2)}00`;
      refused(() => receiver()(forged), 'authentication-failed');
    });

    it('is refused when it says the same again, or what is older', () => {
      const receive = receiver();
      receive(PUSH_4002);
      refused(() => receive(PUSH_4002), 'replayed');
      refused(() => receive(PUSH_4001), 'replayed');
    });

    it('is refused with less protection than the policy asks', () => {
      refused(() => receiver()(AUTHENTICATED_4003), 'weak-protection');
      refused(() => receiver()(ENCRYPTED_4004), 'weak-protection');
    });

    it('may say what the policy allows', () => {
      const encrypted = { authenticated: false, encrypted: true };
      receiver({ policy: encrypted })(ENCRYPTED_4004).should.have.length(1);
      const authenticated = { authenticated: true, encrypted: false };
      receiver({ policy: authenticated })(AUTHENTICATED_4003).should.have.length(1);
    });

    it('cannot begin anew under another id or link', () => {
      const receive = receiver();
      receive(PUSH_4001, { link: 'a' });
      refused(() => receive(PUSH_4001, { link: 'b' }), 'replayed');
      refused(() => receive(PUSH_4001, METER), 'replayed');
      receive(PUSH_4002, METER).should.have.length(1);
    });

    describe('whose counters outlast the process', () => {
      function memoryOf(kept: Map<string, number>): CounterMemory {
        return {
          get: (name) => kept.get(name),
          hear: (name, counter) => void kept.set(name, counter),
        };
      }

      it('is refused after a restart what it said before', () => {
        const kept = new Map<string, number>();
        receiver({ memory: memoryOf(kept) })(PUSH_4001);
        const receive = receiver({ memory: memoryOf(kept) });
        refused(() => receive(PUSH_4001), 'replayed');
        refused(() => receive(PUSH_4001, { link: 'b' }), 'replayed');
        receive(PUSH_4002).should.have.length(1);
        [...kept.values()].should.eql([4002]);
      });

      it('under other keys begins anew', () => {
        const kept = new Map<string, number>();
        receiver({ memory: memoryOf(kept) })(PUSH_4001);
        const keys = {
          byName: new Map(),
          others: senderKeys({ ...KEYS, encryptionKey: OTHER_KEY }),
        };
        const receive = receiver({ keys, memory: memoryOf(kept) });
        refused(() => receive(PUSH_4001), 'authentication-failed');
        [...kept.values()].should.eql([4001]);
      });

      it('has to prove who it is: of others, nothing is kept', () => {
        const kept = new Map<string, number>();
        const policy = { authenticated: false, encrypted: true };
        receiver({ policy, memory: memoryOf(kept) })(ENCRYPTED_4004).should.have.length(1);
        should(() => receiver({ memory: memoryOf(kept) })(`${PUSH_4002.slice(0, -2)}00`)).throw();
        kept.size.should.equal(0);
      });

      it('is kept by names that tell nothing of the keys', () => {
        const kept = new Map<string, number>();
        receiver({ memory: memoryOf(kept) })(PUSH_4001);
        for (const name of kept.keys()) {
          name.should.match(/^[0-9a-f]{32}$/);
          Object.values(KEYS).should.not.containEql(name);
        }
      });
    });

    it('is known by its system title where nobody knows its id', () => {
      const keys = keyRing(JSON.stringify({ [TITLE]: KEYS }), undefined);
      const receive = receiver({ keys });
      receive(PUSH_4001).should.match([{ decrypted: { type: 'data-notification' } }]);
      refused(() => receive(PLAIN), 'unprotected');
    });

    it('leaves others alone that have none', () => {
      const receive = receiver({ keys: keyRing(JSON.stringify({ 4711: KEYS }), undefined) });
      receive(PLAIN).should.match([{ type: 'data-notification' }]);
      const [closed] = receive(PUSH_4001);
      should(closed).have.property('type', 'general-glo-ciphering');
      should(closed).not.have.property('decrypted');
    });

    it('is deciphered without the authentication key only where that is asked for', () => {
      const { encryptionKey = '' } = KEYS;
      const keys = { byName: new Map(), others: senderKeys({ encryptionKey }) };
      refused(() => receiver({ keys })(PUSH_4001), 'missing-key');
      receiver({ keys, policy: 'unverified' })(PUSH_4001).should.match([
        { decrypted: { type: 'data-notification' } },
      ]);
    });

    it('cannot speak in the name of another that has keys of its own', () => {
      const keys = keyRing(
        JSON.stringify({ 311501114070: { ...KEYS, encryptionKey: OTHER_KEY }, 4711: KEYS }),
        undefined,
      );
      const receive = receiver({ keys });
      receive(PUSH_4001, { meterId: '4711', link: 'a' }).should.have.length(1);
      refused(() => receive(PUSH_4002, METER), 'authentication-failed');
    });

    it('is not its neighbour', () => {
      const keys = keyRing(
        JSON.stringify({ 311501114070: { ...KEYS, encryptionKey: OTHER_KEY } }),
        senderKeys(KEYS),
      );
      refused(() => receiver({ keys })(PUSH_4001), 'authentication-failed');
    });
  });

  describe('key table', () => {
    it('says what is wrong and never shows a key', () => {
      const wrong: readonly (readonly [json: string, error: RegExp])[] = [
        [`{"1": {"encryptionKey": "${OTHER_KEY}"`, /no JSON/],
        [`["${OTHER_KEY}"]`, /object of objects/],
        ['{"1": {}}', /no key for 1/],
        [`{"1": {"encryptionKey": "${OTHER_KEY}0"}}`, /encryptionKey is not hex text/],
        [`{"1": {"encryptionKey": "${OTHER_KEY}00"}}`, /17 octets, not 16 or 32/],
      ];
      for (const [json, error] of wrong) {
        const read = () => keyRing(json, undefined);
        should(read).throw(error);
        should(read).not.throw(new RegExp(OTHER_KEY));
      }
    });
  });

  describe('whatever comes', () => {
    const start = fc.constantFrom('', '7ea0', '00010001', 'c402c100000001', 'e001', 'db08', PLAIN);

    it('gives values or a FrameError', () => {
      const receivers = [receiver(), receiver(withoutKeys), receiver({ lenient: true })];
      fc.assert(
        fc.property(start, fc.uint8Array({ maxLength: 80 }), (head, rest) => {
          for (const receive of receivers) {
            try {
              receive(head + toHex(rest));
            } catch (error) {
              should(error).be.instanceof(FrameError);
            }
          }
        }),
        { numRuns: 2_000 },
      );
    });

    it('is gathered up to a limit', () => {
      const receive = receiver(withoutKeys);
      const block = (number: number) =>
        `c402c100${number.toString(16).padStart(8, '0')}0083010000${'00'.repeat(0x10000)}`;
      for (let number = 1; number <= 64; number++) receive(block(number));
      should(() => receive(block(65))).throw(FrameError, { code: 'length' });
    });
  });
});
