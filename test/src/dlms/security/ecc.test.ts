import 'should';
import { decodeApdu, envelopeOf } from '../../../../src/dlms';
import type { GeneralCiphering } from '../../../../src/dlms/apdu/ciphered';
import {
  agreeSecret,
  deriveKey,
  openEnvelope,
  signEcdsa,
  verifyEcdsa,
} from '../../../../src/dlms/security';
import { fromHex, toHex } from '../../../../src/octets';

const clientTitle = fromHex('4d4d4d0000bc614e');
const serverTitle = fromHex('4d4d4d0000000001');
const serverPrivateKey = fromHex(
  'aad3fd0732e991cf52a74c66c1f2827ddc53522a2e0a169d7c4ffcc0fb5d6a4d',
);
const clientEphemeralKey = fromHex(
  'c323c2bd45711de4688637d919f92e9db8fb2dfc213a88d21c9dc8dcba917d8170511de1badb360d50058f794b0960ae11fa28d392cff907a62d13e3357b1dc0',
);

/** Green Book, Table 41: ACCESS.request, one-pass Diffie-Hellman C(1e, 1s). */
const ACCESS_REQUEST =
  'dd080102030405060708084d4d4d0000bc614e084d4d4d00000000010000010201018180c323c2bd45711de4688637d919f92e9db8fb2dfc213a88d21c9dc8dcba917d8170511de1badb360d50058f794b0960ae11fa28d392cff907a62d13e3357b1dc0b51be089d0b682863b2217201e73a1a9031968a9b4121dcbc3281a69739af87429f5b3ac5471e7b6a04a2c0f2f8a25fd772a317df97fc5463feac248eb8ab8be81eb3100000000f435069679270c5bf4425ee5777402a6c8d51c620eed52dbb188378b836e2857d5c053e6ddf27fa87409aef502cd9618ae47017c010224fd109cc0beb21e742d44ab40cd11908743ec90ec8c40e221d517f72228e1a26e827f43dc18ed27b5f458d66508b05a2a4cc6fed178c881afc3bc67064689be8bb41c80abb3c114a31f4cb03b8b64c7e0b4ce77b2399c93347858888f92239713b38df01c4858245827a92ef334172ea636b31cbbdf2a96ad5d035f66aa38f1a2d97d4bba99622e6b5f18789cecb2dfb3937d9f3e17f8b472098e6563238f37528374809836002aea6e7012d2adfaa7';

describe('security suite 1', () => {
  it('agrees the secret and derives the key of the Green Book', () => {
    const secret = agreeSecret(1, serverPrivateKey, clientEphemeralKey);
    toHex(secret).should.equal('0d4385ba0dd756cbcab9887eb538396ee8f090a14c1079b4359f115b977f4615');
    toHex(deriveKey(1, secret, clientTitle, serverTitle)).should.equal(
      '59a71fd81c929a86a99438da17a66c05',
    );
    const answer = fromHex('2b4302dc49790e2e78d990cfb52ed6e2f273dece441a2d95e4301b93812a9fac');
    toHex(deriveKey(1, answer, serverTitle, clientTitle)).should.equal(
      'f0184bda9466bfa4601a64a7ef46504a',
    );
  });

  it('deciphers with it the ACCESS.request of the Green Book', () => {
    const { keyInfo, ...envelope } = envelopeOf(
      decodeApdu(fromHex(ACCESS_REQUEST)) as GeneralCiphering,
    );
    keyInfo?.type.should.equal('agreed-key');
    const encryptionKey = fromHex('59a71fd81c929a86a99438da17a66c05');
    toHex(openEnvelope(envelope, { encryptionKey, unverified: true })).should.startWith(
      'd94000000000040100010000600100ff02010008',
    );
  });

  it('verifies the signature of the Green Book, and no other', () => {
    const publicKey = fromHex(
      'baaffde06a8cb1c9dae8d94023c601dbbb249254ba22edd827e820bca2bcc64362fbb83d86a82b87bb8b7161d2aab5521911a946b97a284a90f7785cd9047d25',
    );
    const text = fromHex(
      '002914d60e10ab705f62ed6cc349d7cb99b9ab3f3978e59278c7af595b3af987941372dab6d5af1fa867e134167e6f23de664a6693e05f43414611058d1b48f894',
    );
    const signature = fromHex(
      '06f0607702aa0e2435a183e2f6b1ecd19629712e389a213610c03f77b2590860ea840af5c3fa1f2bcdf055d4744e9a01ce9a0e55026bcaa4eebeb764ced64bb3',
    );
    verifyEcdsa(1, publicKey, text, signature).should.be.true();
    verifyEcdsa(1, publicKey, text.subarray(1), signature).should.be.false();
    verifyEcdsa(1, publicKey, text, signature.subarray(1)).should.be.false();
    const privateKey = fromHex('418073c239fa6125011de4d6cd2e645780289f761bb21bfb0835cb5585e8b373');
    const own = signEcdsa(1, { privateKey, publicKey }, text);
    own.length.should.equal(64);
    verifyEcdsa(1, publicKey, text, own).should.be.true();
  });

  it('refuses keys of other lengths and curves', () => {
    (() => agreeSecret(1, new Uint8Array(31), clientEphemeralKey)).should.throw(RangeError);
    (() => agreeSecret(1, serverPrivateKey, new Uint8Array(64))).should.throw(RangeError);
    (() => agreeSecret(2, serverPrivateKey, clientEphemeralKey)).should.throw(RangeError);
    (() => verifyEcdsa(1, new Uint8Array(64), clientTitle, new Uint8Array(64))).should.throw(
      RangeError,
    );
  });
});

describe('security suite 2', () => {
  it("verifies the signature of the Suite B implementer's guide", () => {
    verifyEcdsa(
      2,
      fromHex(
        '1fbac8eebd0cbf35640b39efe0808dd774debff20a2a329e91713baf7d7f3c3e81546d883730bee7e48678f857b02ca0eb213103bd68ce343365a8a4c3d4555fa385f5330203bdd76ffad1f3affb95751c132007e1b240353cb0a4cf1693bdf9',
      ),
      fromHex(
        '54686973206973206f6e6c7920612074657374206d6573736167652e204974206973203438206279746573206c6f6e67',
      ),
      fromHex(
        'a0c27ec893092dea1e1bd2ccfed3cf945c8134ed0c9f81311a0f4a05942db8dbed8dd59f267471d5462aa14fe72de85620ab3f45b74f10b6e11f96a2c8eb694d206b9dda86d3c7e331c26b22c987b7537726577667adadf168ebbe803794a402',
      ),
    ).should.be.true();
  });
});
