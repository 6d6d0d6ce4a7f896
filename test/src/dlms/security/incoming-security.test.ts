import 'should';
import fc from 'fast-check';
import { decodeApdu } from '../../../../src/dlms';
import {
  IncomingSecurity,
  type IncomingSecurityOptions,
  SecurityError,
  type SecurityReason,
} from '../../../../src/dlms/security';
import { FrameError, fromHex, toHex } from '../../../../src/octets';

const options: IncomingSecurityOptions = {
  keys: {
    encryptionKey: fromHex('000102030405060708090a0b0c0d0e0f'),
    authenticationKey: fromHex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
  },
  systemTitle: fromHex('4752580000000001'),
  policy: { authenticated: true, encrypted: true },
};
const COUNTER_9 = 'cc1a30000000091924921a1e6a91eb6307a2b6913b5da2d8c1216c6b';
const COUNTER_10 = 'cc1a300000000a5ffffae7c40cfd6c1c023c7b2f4788a4b9632d405d';
const COUNTER_11_GENERAL =
  'db0847525800000000011a300000000b12816cc84d48b88a37236ecbc68c61dee5169ff43e';
const COUNTER_12 = 'cc1a300000000c061ccb98ad09e3f127768899077037f89bfd19fc0a';

/** What a context makes of an APDU: `accepted`, or why not. */
function verdict(security: IncomingSecurity, hex: string, lenient = false): string {
  try {
    security.decode(fromHex(hex), { lenient });
    return 'accepted';
  } catch (error) {
    if (error instanceof SecurityError) return error.reason;
    return error instanceof FrameError ? error.code : String(error);
  }
}

describe('a ciphered association', () => {
  it('gives what is in an envelope, beside the envelope', () => {
    new IncomingSecurity(options).decode(fromHex(COUNTER_10)).should.match({
      type: 'glo-get-response',
      invocationCounter: 10,
      decrypted: { type: 'get-response', data: { type: 'double-long-unsigned', value: 23636 } },
    });
  });

  it('refuses replays and older counters, in whatever form', () => {
    const security = new IncomingSecurity(options);
    verdict(security, COUNTER_10).should.equal('accepted');
    verdict(security, COUNTER_10).should.equal('replayed');
    verdict(security, COUNTER_9).should.equal('replayed');
    verdict(security, COUNTER_11_GENERAL).should.equal('accepted');
    verdict(security, COUNTER_10).should.equal('replayed');
    verdict(security, COUNTER_12).should.equal('accepted');
  });

  it('is not moved by what it refuses', () => {
    const security = new IncomingSecurity(options);
    verdict(security, COUNTER_12.replace(/0a$/, '0b')).should.equal('authentication-failed');
    verdict(security, COUNTER_12.replace('cb98', 'ca98')).should.equal('authentication-failed');
    security.counters.should.eql({});
    verdict(security, COUNTER_12).should.equal('accepted');
    security.counters.should.eql({ unicast: 12 });
  });

  const refusals: readonly (readonly [string, SecurityReason, string])[] = [
    ['a plain answer', 'unprotected', 'c401c1000600005c54'],
    ['a plain push', 'unprotected', '0f000001db00090412345678'],
    ['a signed APDU, whose signature nobody verified', 'unprotected', 'df00000000000000'],
    ['what is only encrypted', 'weak-protection', 'cc0e200000000d86cfc3979e38a4ebf3'],
    [
      'what is only authenticated',
      'weak-protection',
      'cc1a100000000dc401c1000600005c542e03c9eb4ba0adbb9ac9531f',
    ],
    [
      'another device',
      'unknown-system-title',
      'db0858585800000000091a300000000e307a538b2e0fe166923b86c7bd4ae812dcb2a3a952',
    ],
    [
      'another key',
      'authentication-failed',
      'cc1a300000000f125042586125ce6f30b73325366e208bd6a9330db1',
    ],
  ];
  for (const [what, reason, hex] of refusals) {
    it(`refuses ${what}, leniently read too`, () => {
      const security = new IncomingSecurity(options);
      verdict(security, hex).should.equal(reason);
      verdict(security, hex, true).should.equal(reason);
    });
  }

  it('says what was refused without showing keys', () => {
    const security = new IncomingSecurity(options);
    security.decode(fromHex(COUNTER_10));
    (() => security.decode(fromHex(COUNTER_9))).should.throw(SecurityError, {
      code: 'security',
      message: 'glo-get-response has invocation counter 9, the last one was 10',
    });
  });

  it('lets exception-response, association and release pass in plain', () => {
    const security = new IncomingSecurity(options);
    for (const hex of [
      'd80205',
      'd8020601234568',
      '6129a109060760857405080101a203020101a305a103020102be10040e0800065f1f040000501f01f40007',
      '6303800100',
    ]) {
      verdict(security, hex).should.equal('accepted');
    }
  });

  it('refuses a forged part of an AARE, leniently read too', () => {
    const aare =
      '6161a109060760857405080103a203020100a305a10302010ea40a04084d4d4d0000bc614e88020780890760857405080205aa0a8008503677524a323146be230421281f3001234567891214a0845e4757763a3a91bc19d448b3e32ce8dc4397a416de';
    const forged = aare.replace(/de$/, 'df');
    const { systemTitle, ...unknownTitle } = options;
    const security = new IncomingSecurity(unknownTitle);
    verdict(security, forged, true).should.equal('authentication-failed');
    verdict(security, aare).should.equal('accepted');
  });

  it('keeps the title of the first authentic APDU where it knew none', () => {
    const { systemTitle, ...unknownTitle } = options;
    const security = new IncomingSecurity(unknownTitle);
    verdict(security, COUNTER_10).should.equal('unknown-system-title');
    verdict(security, COUNTER_11_GENERAL).should.equal('accepted');
    toHex(security.systemTitle ?? new Uint8Array()).should.equal('4752580000000001');
    verdict(security, COUNTER_12).should.equal('accepted');
  });

  it('takes no second, lenient reading for a replay', () => {
    const rlre =
      '6324800100be220421281f300000000b390814d073f1a3c3afed1ffccdf9b5c65d75daea43bed2e5f7c6';
    const security = new IncomingSecurity({
      ...options,
      systemTitle: fromHex('475258174876e83d'),
    });
    verdict(security, rlre, true).should.equal('accepted');
    verdict(security, rlre, true).should.equal('replayed');
  });

  it('reads what is in an envelope leniently, where that is asked', () => {
    const lengthBeforeFloat = 'cc1b3000000015cfb026064d066d627004d105fbc11d047ab45ffe5225';
    verdict(new IncomingSecurity(options), lengthBeforeFloat, true).should.equal('accepted');
  });

  it('goes on from stored counters', () => {
    const security = new IncomingSecurity({ ...options, counters: { unicast: 11 } });
    verdict(security, COUNTER_10).should.equal('replayed');
    verdict(security, COUNTER_12).should.equal('accepted');
  });

  it('counts each key by itself', () => {
    const security = new IncomingSecurity({
      ...options,
      keys: { ...options.keys, dedicatedKey: fromHex('00112233445566778899aabbccddeeff') },
      systemTitle: fromHex('4d4d4d0000bc614e'),
      counters: { unicast: 100 },
    });
    verdict(
      security,
      'd01e300000000153509d070a45a143545960223ec61c9432a0e9e1bbd431c546',
    ).should.equal('accepted');
    security.counters.should.eql({ unicast: 100, dedicated: 1 });
  });

  it('never leaves authentication unverified, whatever the keys say', () => {
    const { encryptionKey } = options.keys;
    const careless = { encryptionKey: encryptionKey as Uint8Array, unverified: true };
    const security = new IncomingSecurity({ ...options, keys: careless });
    verdict(security, COUNTER_10).should.equal('missing-key');
  });

  it('gives an APDU or a FrameError, whatever the octets', () => {
    const masterKey = fromHex('31313131313131313131313131313131');
    const tags = fc.constantFrom(0x61, 0x63, 0xcc, 0xd4, 0xdb, 0xdc, 0xdd, 0xdf);
    const anything = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(tags, anything, fc.boolean(), (tag, rest, lenient) => {
        const security = new IncomingSecurity({
          ...options,
          keys: { ...options.keys, masterKey, dedicatedKey: new Uint8Array(3) },
          policy: { authenticated: false, encrypted: false },
        });
        const octets = Uint8Array.of(tag, ...rest);
        verdict(security, toHex(octets), lenient).should.not.match(/Error/);
      }),
    );
  });

  it('accepts what is encrypted only where the policy asks no more', () => {
    const security = new IncomingSecurity({
      ...options,
      policy: { authenticated: false, encrypted: true },
    });
    verdict(security, 'cc0e200000000d86cfc3979e38a4ebf3').should.equal('accepted');
  });

  it('is not moved by a forged counter, where nothing but what comes out shows it', () => {
    const policy = { authenticated: false, encrypted: true };
    const security = new IncomingSecurity({ ...options, policy });
    verdict(security, 'cc0e20ffffffff86cfc3979e38a4ebf3').should.equal('tag');
    security.counters.should.eql({});
    verdict(security, 'cc0e200000000d86cfc3979e38a4ebf3').should.equal('accepted');
    security.counters.should.eql({ unicast: 13 });
  });

  it('is judged by the context: the codec alone lets plain APDUs pass', () => {
    const { decipher } = new IncomingSecurity(options);
    decodeApdu(fromHex('c401c1000600005c54'), { decipher }).type.should.equal('get-response');
  });
});
