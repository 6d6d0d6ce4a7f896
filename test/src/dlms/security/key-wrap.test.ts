import 'should';
import { SecurityError, unwrapKey, wrapKey } from '../../../../src/dlms/security';
import { fromHex, toHex } from '../../../../src/octets';

describe('key wrap', () => {
  it('gives the examples of RFC 3394, 4.1 and 4.6', () => {
    toHex(
      wrapKey(
        fromHex('000102030405060708090a0b0c0d0e0f'),
        fromHex('00112233445566778899aabbccddeeff'),
      ),
    ).should.equal('1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5');
    toHex(
      wrapKey(
        fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'),
        fromHex('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f'),
      ),
    ).should.equal(
      '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
    );
  });

  const masterKey = fromHex('31313131313131313131313131313131');
  const wrapped = 'bb3037110b39ef16021efd80cb4d5e16b926553be20b8389';

  it('opens under the same master key', () => {
    toHex(unwrapKey(masterKey, fromHex(wrapped))).should.equal('101112131415161718191a1b1c1d1e1f');
  });

  it('refuses what was altered, cut, or wrapped under another key', () => {
    for (const damaged of [wrapped.replace(/89$/, '88'), wrapped.slice(0, -16), '', '00']) {
      (() => unwrapKey(masterKey, fromHex(damaged))).should.throw(SecurityError, {
        reason: 'authentication-failed',
      });
    }
    (() => unwrapKey(new Uint8Array(16), fromHex(wrapped))).should.throw(SecurityError);
  });

  it('takes keys of 16 or 32 octets only', () => {
    (() => wrapKey(masterKey, new Uint8Array(24))).should.throw(RangeError);
    (() => wrapKey(new Uint8Array(8), new Uint8Array(16))).should.throw(RangeError);
  });
});
