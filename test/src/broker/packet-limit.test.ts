import 'should';
import fc from 'fast-check';
import should from 'should';
import { PacketWatch } from '../../../src/broker/packet-limit';
import { fromHex } from '../../../src/octets';

const watched = (...hex: string[]) => {
  const watch = new PacketWatch(1_000_000);
  return hex.map((octets) => watch.take(fromHex(octets)));
};

describe('the watch on packet lengths', () => {
  it('lets pass what begins with a CONNECT', () => {
    watched('100f00044d5154540402003c0003726177', 'c000', '300400016162c000').should.deepEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('stops at the first octet where that is no CONNECT', () => {
    watched('474554202f').should.deepEqual(['the first packet is no CONNECT']);
    watched('30').should.deepEqual(['the first packet is no CONNECT']);
    watched('00').should.deepEqual(['the first packet is no CONNECT']);
  });

  it('stops a packet by its announced length, before its body has come', () => {
    watched('10ffffff7f').should.deepEqual(['a packet of 268435455 octets, more than 65536']);
    watched('1000', '30c1843d').should.deepEqual([
      undefined,
      'a packet of 1000001 octets, more than 1000000',
    ]);
    watched('1000', '82818004').should.deepEqual([
      undefined,
      'a packet of 65537 octets, more than 65536',
    ]);
  });

  it('lets pass a packet of exactly its limit', () => {
    watched('1000', '30c0843d').should.deepEqual([undefined, undefined]);
    watched('1000', '82808004').should.deepEqual([undefined, undefined]);
  });

  it('stops a length of more than four octets', () => {
    watched('10ffffffff').should.deepEqual(['the length has no end']);
    watched('10ff', 'ff', 'ffff').should.deepEqual([undefined, undefined, 'the length has no end']);
  });

  it('says the same however the octets are cut', () => {
    const stream = fromHex('100f00044d5154540402003c0003726177300400016162c00030c1843d');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), (cuts) => {
        const watch = new PacketWatch(1_000_000);
        const verdicts: (string | undefined)[] = [];
        let at = 0;
        for (const size of cuts) {
          verdicts.push(watch.take(stream.subarray(at, at + size)));
          at += size;
        }
        verdicts.push(watch.take(stream.subarray(at)));
        const faults = verdicts.filter((verdict) => verdict !== undefined);
        should(faults[0]).equal('a packet of 1000001 octets, more than 1000000');
      }),
    );
  });
});
