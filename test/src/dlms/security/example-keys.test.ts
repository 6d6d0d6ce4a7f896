import 'should';
import { isPublishedExampleKey } from '../../../../src/dlms/security';
import { fromHex } from '../../../../src/octets';

describe('a published example key', () => {
  for (const key of [
    '000102030405060708090a0b0c0d0e0f',
    'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
    'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
    '00112233445566778899aabbccddeeff',
    'ffeeddccbbaa99887766554433221100',
    '00000000000000000000000000000000',
    '31313131313131313131313131313131',
    'f8f9fafbfcfdfeff0001020304050607',
    '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    '3132333435363738',
    '4775727578',
  ]) {
    it(`${key} is one`, () => {
      isPublishedExampleKey(fromHex(key)).should.be.true();
    });
  }

  it('is none that was drawn at random', () => {
    for (const key of [
      '5f3a91c0d2784be6a90c1d3e7f428b65',
      '000102030405060708090a0b0c0d0e10',
      '31313131313131313131313131313132',
    ]) {
      isPublishedExampleKey(fromHex(key)).should.be.false();
    }
  });
});
