import 'should';
import { type Apdu, decodeApdu } from '../../../../src/dlms';
import { decipherWith, type OpeningKeys, SecurityError } from '../../../../src/dlms/security';
import { FrameError, fromHex } from '../../../../src/octets';

const keys = {
  systemTitle: fromHex('4d4d4d0000bc614e'),
  encryptionKey: fromHex('000102030405060708090a0b0c0d0e0f'),
  authenticationKey: fromHex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
} satisfies OpeningKeys;

const open = (hex: string, with_: OpeningKeys = keys): Apdu =>
  decodeApdu(fromHex(hex), { decipher: decipherWith(with_) });

/** The plain GET.request for the clock inside the Green Book's examples. */
const decryptedClockRequest = {
  type: 'get-request',
  attribute: { classId: 8, obis: '0-0:1.0.0.255', attribute: 2 },
};

describe('an envelope of the Green Book', () => {
  for (const [name, hex] of [
    ['authenticated only', 'c81e1001234567c0010000080000010000ff020006725d910f9221d263877516'],
    ['encrypted only', 'c8122001234567411312ff935a47566827c467bc'],
    ['both', 'c81e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b'],
    [
      'in the general form',
      'db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b',
    ],
  ] as const) {
    it(`${name} opens`, () => {
      open(hex).should.match({ decrypted: decryptedClockRequest });
    });
  }

  it('encrypted only needs no authentication key', () => {
    const { encryptionKey, systemTitle } = keys;
    open('c8122001234567411312ff935a47566827c467bc', { encryptionKey, systemTitle }).should.match({
      decrypted: decryptedClockRequest,
    });
  });

  it('inside an AARQ opens with the title that the AARQ brings', () => {
    const { encryptionKey, authenticationKey } = keys;
    open(
      '6066a109060760857405080103a60a04084d4d4d0000bc614e8a0207808b0760857405080205ac0a80084b35366956616759be34043221303001234567801302ff8a7874133d414ced25b42534d28db0047720606b175bd52211be6841db204d39ee6fdb8e356855',
      { encryptionKey, authenticationKey },
    ).should.match({
      initiateRequest: { dedicatedKey: '00112233445566778899aabbccddeeff', maxPduSize: 1200 },
    });
  });
});

describe('an envelope', () => {
  it('under the dedicated key opens with that key', () => {
    const dedicatedKey = fromHex('00112233445566778899aabbccddeeff');
    for (const hex of [
      'd01e300000000153509d070a45a143545960223ec61c9432a0e9e1bbd431c546',
      'dc084d4d4d0000bc614e1e300000000153509d070a45a143545960223ec61c9432a0e9e1bbd431c546',
    ]) {
      open(hex, { ...keys, dedicatedKey }).should.match({ decrypted: decryptedClockRequest });
      (() => open(hex)).should.throw(SecurityError, { reason: 'missing-key' });
    }
  });

  it('without a title uses the known one', () => {
    open('db001e3000000003bbc25ab99274633edc67ad5d560ff8ce59c07466e130dcc592').should.match({
      decrypted: decryptedClockRequest,
    });
  });

  it('of security suite 1 opens like one of suite 0', () => {
    open(
      'db084d4d4d0000bc614e1e31000000155f1687501c5dddb49ac65da965cd174c4a8f40410b40157c5d',
    ).should.match({ decrypted: decryptedClockRequest });
  });

  const glo = 'c81e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b';

  it('that was altered, or is of another key, title or counter, is not authentic', () => {
    const refused = { code: 'authentication-failed', reason: 'authentication-failed' };
    for (const altered of [
      'c81e1001234567c0010000080000010000ff030006725d910f9221d263877516',
      glo.replace(/6b$/, '6a'),
      glo.replace('411312', '411313'),
      glo.replace('01234567', '01234568'),
      'c8083001234567411312',
    ]) {
      (() => open(altered)).should.throw(SecurityError, refused);
    }
    for (const wrong of [
      { ...keys, encryptionKey: new Uint8Array(16) },
      { ...keys, authenticationKey: new Uint8Array(16) },
      { ...keys, systemTitle: fromHex('4d4d4d0000bc614f') },
    ]) {
      (() => open(glo, wrong)).should.throw(SecurityError, refused);
    }
  });

  it('needs both keys and a title of eight octets', () => {
    const { encryptionKey, authenticationKey, systemTitle } = keys;
    (() => open(glo, { authenticationKey, systemTitle })).should.throw(SecurityError, {
      reason: 'missing-key',
      message: 'the unicast encryption key is not known',
    });
    (() => open(glo, { encryptionKey, systemTitle })).should.throw(SecurityError, {
      reason: 'missing-key',
    });
    (() => open(glo, { encryptionKey, authenticationKey })).should.throw(SecurityError, {
      reason: 'unknown-system-title',
    });
  });

  it('of suite 2 needs keys of 32 octets, and nothing opens an unknown suite', () => {
    (() => open(glo.replace('c81e30', 'c81e32'))).should.throw(SecurityError, {
      reason: 'missing-key',
      message: 'the unicast encryption key has 16 octets, security suite 2 wants 32',
    });
    (() => open(glo.replace('c81e30', 'c81e33'))).should.throw(FrameError, { code: 'unsupported' });
  });

  it('under the broadcast key, compressed, or without any protection is told apart', () => {
    (() => open(glo.replace('c81e30', 'c81e70'))).should.throw(SecurityError, {
      message: 'the broadcast encryption key is not known',
    });
    (() => open(glo.replace('c81e30', 'c81eb0'))).should.throw(FrameError, { code: 'unsupported' });
    (() => open(glo.replace('c81e30', 'c81e00'))).should.throw(SecurityError, {
      reason: 'unprotected',
    });
  });

  it('is deciphered unverified only where that is asked and the authentication key is unknown', () => {
    const { encryptionKey, systemTitle } = keys;
    const forged = glo.replace(/6b$/, '6a');
    open(forged, { encryptionKey, systemTitle, unverified: true }).should.match({
      decrypted: decryptedClockRequest,
    });
    open('c81e1001234567c0010000080000010000ff020006725d910f9221d263877516', {
      encryptionKey,
      systemTitle,
      unverified: true,
    }).should.match({ decrypted: decryptedClockRequest });
    (() => open(forged, { ...keys, unverified: true })).should.throw(SecurityError);
  });

  it('is never explained with key material', () => {
    try {
      open(glo, { ...keys, authenticationKey: fromHex('11223344556677889900112233445566') });
      throw new Error('not refused');
    } catch (error) {
      const shown = `${error} ${JSON.stringify(error)} ${(error as FrameError).hex}`;
      shown.should.startWith('SecurityError');
      shown.should.not.containEql('000102030405').and.not.containEql('112233445566');
    }
  });
});

describe('general-ciphering', () => {
  const header = 'dd080102030405060708084d4d4d0000bc614e084d4d4d00000000010000';

  it('with an identified key authenticates its header too', () => {
    const keyInfo = '010000';
    const ciphered = '1e3001234567411312ff935a47566827c467bc7cb6a92695ef3e4d35be7f6b';
    open(header + keyInfo + ciphered).should.match({ decrypted: decryptedClockRequest });
    (() => open(header.replace('0708084d', '0709084d') + keyInfo + ciphered)).should.throw(
      SecurityError,
      { reason: 'authentication-failed' },
    );
  });

  it('with a wrapped key opens under the master key', () => {
    const masterKey = fromHex('31313131313131313131313131313131');
    const keyInfo = '01010018bb3037110b39ef16021efd80cb4d5e16b926553be20b8389';
    const ciphered = '1e3000000000bf130a8e464e5d3b0658bf30e4c234cb538f4dbc74f87943b7';
    open(header + keyInfo + ciphered, { ...keys, masterKey }).should.match({
      decrypted: decryptedClockRequest,
    });
    (() => open(header + keyInfo + ciphered)).should.throw(SecurityError, {
      reason: 'missing-key',
    });
  });

  it('with a key agreed for one APDU, or one that nobody knows, is refused', () => {
    const ciphered = '1e3001234567411312ff935a47566827c467bc7cb6a92695ef3e4d35be7f6b';
    (() => open(`${header}0102010100${ciphered}`)).should.throw(FrameError, {
      code: 'unsupported',
    });
    (() => open(`${header}010005${ciphered}`)).should.throw(FrameError, { code: 'range' });
  });
});

describe('security suite 2', () => {
  it('opens under keys of 32 octets', () => {
    open('db084d4d4d0000bc614e1e320000000705c7584993920234226eaca1b3b6558bcefac388c92ec707c1', {
      encryptionKey: fromHex('0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20'),
      authenticationKey: fromHex(
        '4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60',
      ),
    }).should.match({ decrypted: decryptedClockRequest });
  });
});

describe('the broadcast key', () => {
  it('opens what says so in its security control', () => {
    const broadcastKey = fromHex('8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f00');
    open('c81e700000000375d9618582c8841c3c254858e52d038731140cb298718cc696', {
      ...keys,
      broadcastKey,
    }).should.match({ decrypted: decryptedClockRequest });
  });
});
