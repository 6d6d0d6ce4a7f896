import 'should';
import { DEFAULT_ADDRESSES, dlmsForms, keyedProfiles } from '../../../src/client';
import { wishedAssociations } from '../../../src/profiles';

const USUAL = dlmsForms(DEFAULT_ADDRESSES);
const KEYS = {
  encryptionKey: '5a1f0c93d7264be8ad1190f36ec4b722',
  authenticationKey: '88d1e02b6fc94a5393be71045dd3c60f',
  secret: '7ac01f55',
};

describe('how meters of a profile are spoken to', () => {
  it('is as usual where the profile says nothing', () => {
    wishedAssociations(USUAL, {}, 'acme').should.eql(USUAL);
  });

  it('is the one form that it names', () => {
    const found = wishedAssociations(USUAL, { form: 'textbook' }, 'acme');
    found.length.should.equal(1);
    found.should.match([{ name: 'textbook', client: 16, confirmed: true }]);
  });

  it('has its addresses and its part of an HDLC address, under a name of its own', () => {
    const wish = { form: 'hdlc', client: 32, server: 1, physicalDevice: 17 } as const;
    wishedAssociations(USUAL, wish, 'acme').should.match([
      {
        name: 'hdlc/acme',
        client: 32,
        server: 1,
        transport: { kind: 'hdlc', physicalDevice: 17 },
        authentication: { mechanism: 'none' },
      },
    ]);
  });

  it('takes the secret of the meter for its mechanism, and none where the meter has none', () => {
    const wish = { form: 'textbook', authentication: 'hls-sha256' } as const;
    const secret = wishedAssociations(USUAL, wish, 'acme', { secret: '7ac01f55' });
    secret.should.match([{ authentication: { mechanism: 'hls-sha256' } }]);
    wishedAssociations(USUAL, wish, 'acme').should.match([
      { authentication: { mechanism: 'none' } },
    ]);
  });

  it('stays ciphered for a meter with keys, whatever form the profile names', () => {
    const keyed = keyedProfiles(KEYS, DEFAULT_ADDRESSES, new Uint8Array(8));
    const wish = { form: 'em114070', dedicatedKey: true, general: true } as const;
    wishedAssociations(keyed, wish, 'acme', KEYS).should.match([
      {
        name: 'keyed-hls-gmac/acme',
        authentication: { mechanism: 'hls-gmac' },
        security: { dedicatedKey: true, general: true },
      },
    ]);
  });
});
