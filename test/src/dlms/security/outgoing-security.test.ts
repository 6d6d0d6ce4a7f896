import 'should';
import { decodeApdu, encodeApdu } from '../../../../src/dlms';
import {
  decipherWith,
  OutgoingSecurity,
  type OutgoingSecurityOptions,
} from '../../../../src/dlms/security';
import { fromHex, toHex } from '../../../../src/octets';

const CLOCK_REQUEST = fromHex('c0010000080000010000ff0200');
const both = { authenticated: true, encrypted: true };
const keys = {
  encryptionKey: fromHex('000102030405060708090a0b0c0d0e0f'),
  authenticationKey: fromHex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
};

function sender(
  counters: readonly number[],
  options: Partial<OutgoingSecurityOptions> = {},
): OutgoingSecurity {
  const numbers = counters.values();
  return new OutgoingSecurity({
    keys,
    systemTitle: fromHex('4d4d4d0000bc614e'),
    counters: { nextInvocationCounter: () => Number(numbers.next().value) },
    protection: both,
    ...options,
  });
}

describe('outgoing security', () => {
  it('protects as the Green Book shows', () => {
    for (const [protection, expected] of [
      [
        { authenticated: true, encrypted: false },
        'c81e1001234567c0010000080000010000ff020006725d910f9221d263877516',
      ],
      [{ authenticated: false, encrypted: true }, 'c8122001234567411312ff935a47566827c467bc'],
      [both, 'c81e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b'],
    ] as const) {
      toHex(sender([0x01234567], { protection }).protect(CLOCK_REQUEST)).should.equal(expected);
    }
  });

  it('uses the general form where that is asked, or the service has no other', () => {
    toHex(sender([0x01234567], { general: true }).protect(CLOCK_REQUEST)).should.equal(
      'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b',
    );
    toHex(sender([6]).protect(fromHex('0f000001db00090412345678'))).should.equal(
      'db084d4d4d0000bc614e1d30000000060793a237b68707a4bbf74fefdc4941c8506cb1413591abde',
    );
  });

  it('uses the dedicated key where there is one, but not for an InitiateRequest', () => {
    const dedicatedKey = fromHex('00112233445566778899aabbccddeeff');
    const security = sender([5, 7], { keys: { ...keys, dedicatedKey } });
    toHex(security.protect(CLOCK_REQUEST)).should.equal(
      'd01e3000000005fb3790f74fc095ccdb0fa2a8799e07f9234ead789fab1ba864',
    );
    security.protectInitiateRequest(fromHex('01000000065f1f0400007e1fffff')).should.eql({
      service: 'glo-initiate-request',
      securityControl: 0x30,
      invocationCounter: 7,
      ciphertext: '322fd07805573506d77981527210e91ff63db2dfbba203a40644',
    });
  });

  it('protects short-name services under their own tags', () => {
    const protection = { authenticated: false, encrypted: true };
    toHex(sender([8], { protection }).protect(fromHex('050102fa00'))).should.equal(
      '250a2000000008bb5f2fef04',
    );
  });

  it('gives an AARQ that the other side can open', () => {
    const ciphering = sender([7]).protectInitiateRequest(fromHex('01000000065f1f0400007e1fffff'));
    const aarq = encodeApdu({
      type: 'aarq',
      applicationContext: 'LN_WITH_CIPHERING',
      mechanism: 'none',
      callingApTitle: '4d4d4d0000bc614e',
      ciphering,
    });
    decodeApdu(aarq, { decipher: decipherWith(keys) }).should.match({
      initiateRequest: { maxPduSize: 65535 },
    });
  });

  it('proves itself by GMAC as the Green Book shows', () => {
    const security = sender([1], { systemTitle: fromHex('4d4d4d0000000001') });
    toHex(security.proveGmac(fromHex('503677524a323146'))).should.equal(
      '10000000011a52fe7dd3e72748973c1e28',
    );
  });

  it('refuses an invocation counter that is not above the last one', () => {
    for (const [first, second] of [
      [5, 5],
      [5, 4],
      [5, 0x1_0000_0000],
      [5, 5.5],
    ] as const) {
      const security = sender([first, second]);
      security.protect(CLOCK_REQUEST);
      (() => security.protect(CLOCK_REQUEST)).should.throw(RangeError);
    }
  });

  it('takes no counter from the store for what it cannot protect', () => {
    let taken = 0;
    const security = sender([], {
      keys: { encryptionKey: keys.encryptionKey },
      protection: { authenticated: false, encrypted: true },
      counters: { nextInvocationCounter: () => ++taken },
    });
    (() => security.proveGmac(fromHex('503677524a323146'))).should.throw(RangeError);
    taken.should.equal(0);
  });

  it('refuses keys that are missing or too short, and names them only', () => {
    const { encryptionKey } = keys;
    (() => sender([1], { keys: {} })).should.throw('there is no encryption key');
    (() => sender([1], { keys: { encryptionKey } })).should.throw('there is no authentication key');
    (() => sender([1], { suite: 2 })).should.throw('the encryption key has 16 octets, not 32');
    (() => sender([1], { systemTitle: new Uint8Array(7) })).should.throw(RangeError);
    (() => sender([1], { protection: { authenticated: false, encrypted: false } })).should.throw(
      RangeError,
    );
  });
});
