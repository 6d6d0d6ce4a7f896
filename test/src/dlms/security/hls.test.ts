import 'should';
import {
  challengeText,
  checkChallenge,
  checkGmac,
  checkProof,
  proveGmac,
  proveManufacturer,
  proveMd5,
  proveSha1,
  proveSha256,
  SecurityError,
} from '../../../../src/dlms/security';
import { FrameError, fromHex, toHex } from '../../../../src/octets';

const secret = Buffer.from('Gurux', 'latin1');
const challenge = fromHex('503677524a323146');
const challenges = {
  challenge,
  ownChallenge: fromHex('4b35366956616759'),
  ownTitle: fromHex('4d4d4d0000000001'),
  otherTitle: fromHex('4d4d4d0000bc614e'),
};
const gmacKeys = {
  encryptionKey: fromHex('000102030405060708090a0b0c0d0e0f'),
  authenticationKey: fromHex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
  systemTitle: fromHex('4d4d4d0000000001'),
};

describe('high level security', () => {
  it('mechanism 2 enciphers the challenge under the secret', () => {
    toHex(proveManufacturer(challenge, secret)).should.equal('96011ef322ef023442a5636628bfb4c3');
    (() => proveManufacturer(challenge, new Uint8Array(17))).should.throw(RangeError);
  });

  it('mechanism 3 is MD5 of challenge and secret', () => {
    toHex(proveMd5(challenge, secret)).should.equal('b481209b439ad7b31c6852fb03655dd9');
  });

  it('mechanism 4 is SHA-1 of challenge and secret', () => {
    toHex(proveSha1(challenge, secret)).should.equal('ee1ae061d6c8db8af1f93bb7f7945d85a2d7b522');
  });

  it('mechanism 5 is the GMAC of the Green Book', () => {
    toHex(proveGmac(challenge, { ...gmacKeys, invocationCounter: 1 })).should.equal(
      '10000000011a52fe7dd3e72748973c1e28',
    );
  });

  it('mechanism 5 names the security suite', () => {
    toHex(proveGmac(challenge, { ...gmacKeys, invocationCounter: 1, suite: 1 })).should.equal(
      '11000000010b8f049790968272e11dd693',
    );
  });

  it('mechanism 6 is SHA-256 of the secret, both titles and both challenges', () => {
    toHex(proveSha256(challenges, secret)).should.equal(
      'f6d1e90a4e1d237972a02ed7f392d165ba5527d922a07c4a22d690397d6888f3',
    );
  });

  it('mechanism 7 signs both titles and both challenges', () => {
    toHex(challengeText(challenges)).should.equal(
      '4d4d4d00000000014d4d4d0000bc614e503677524a3231464b35366956616759',
    );
  });

  it("accepts the other side's proof, and none that differs", () => {
    checkProof(fromHex('0102'), fromHex('0102'));
    for (const wrong of ['0103', '01', '010200', '']) {
      (() => checkProof(fromHex(wrong), fromHex('0102'))).should.throw(SecurityError, {
        reason: 'authentication-failed',
      });
    }
  });

  it("accepts the other side's GMAC with the counter that it brings", () => {
    checkGmac(fromHex('10000000011a52fe7dd3e72748973c1e28'), challenge, gmacKeys);
    for (const wrong of [
      '10000000021a52fe7dd3e72748973c1e28',
      '10000000011a52fe7dd3e72748973c1e29',
      '30000000011a52fe7dd3e72748973c1e28',
      '1000000001',
    ]) {
      (() => checkGmac(fromHex(wrong), challenge, gmacKeys)).should.throw(SecurityError);
    }
    (() => checkGmac(fromHex('1000'), challenge, gmacKeys)).should.throw(FrameError, {
      code: 'truncated',
    });
  });

  it('accepts what a Gurux server proved to its client', () => {
    checkGmac(
      fromHex('1000000002b42d4580894647c33957cf61'),
      fromHex('94be1358b9d58db06c10a1dcdaf2e86d'),
      { ...gmacKeys, systemTitle: fromHex('475258174876e83d') },
    );
  });

  it('does not answer its own challenge', () => {
    checkChallenge(challenge, challenges.ownChallenge);
    (() => checkChallenge(challenge, Uint8Array.from(challenge))).should.throw(SecurityError);
  });
});
