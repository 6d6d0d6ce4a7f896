import 'should';
import { decodeFrames } from '../../../src/dlt645';
import { fromHex, toHex } from '../../../src/octets';

const VOLTAGE = 'FE FE 68 12 00 00 01 20 20 68 91 06 33 34 34 35 4C 56 2C 16';
const ADDRESS = '68 78 56 34 12 00 00 68 93 06 AB 89 67 45 33 33 C3 16';

describe('the frames of a buffer', () => {
  it('come in order, with their own lead bytes', () => {
    const { frames, discarded } = decodeFrames(fromHex(`${VOLTAGE} ${ADDRESS} ${VOLTAGE}`));
    frames
      .map(({ type, leadBytes }) => [type, leadBytes])
      .should.deepEqual([
        ['read', 2],
        ['read-address', 0],
        ['read', 2],
      ]);
    discarded.length.should.equal(0);
  });

  it('are found between other octets, which are given', () => {
    const { frames, discarded } = decodeFrames(fromHex(`49 43 68 0D FE ${ADDRESS} 00 FE FE`));
    frames.map(({ meterAddress }) => meterAddress).should.deepEqual(['000012345678']);
    toHex(discarded).should.equal('4943680d00fefe');
  });

  it('are not lost to a false start, which costs one octet', () => {
    const { frames } = decodeFrames(fromHex(`68 01 02 03 04 05 06 ${ADDRESS}`));
    frames.should.have.length(1);
  });

  it('are none where nothing is whole', () => {
    const { frames, discarded } = decodeFrames(fromHex(ADDRESS.slice(0, -3)));
    frames.should.be.empty();
    discarded.length.should.equal(17);
    decodeFrames(new Uint8Array(0)).should.deepEqual({ frames: [], discarded: new Uint8Array(0) });
  });

  it('are looked for in time linear in the octets, whatever they are', () => {
    const size = 500_000;
    for (const pattern of ['FE', '68', '68 00 00 00 00 00 00 68 91 FF']) {
      const octets = new Uint8Array(Buffer.alloc(size, Buffer.from(fromHex(pattern))));
      const start = performance.now();
      decodeFrames(octets).discarded.length.should.equal(size);
      (performance.now() - start).should.be.below(1500);
    }
  });
});
