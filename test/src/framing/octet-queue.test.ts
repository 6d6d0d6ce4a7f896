import 'should';
import { OctetQueue } from '../../../src/framing/octet-queue';
import { fromHex, toHex } from '../../../src/octets';

function capacity(queue: OctetQueue): number {
  return queue.octets.buffer.byteLength;
}

describe('a queue of octets', () => {
  it('gives first what came first', () => {
    const queue = new OctetQueue();
    queue.append(fromHex('010203'));
    queue.append(fromHex('0405'));
    queue.drop(2);
    toHex(queue.octets).should.equal('030405');
    queue.length.should.equal(3);
  });

  it('keeps its octets while it grows', () => {
    const queue = new OctetQueue();
    queue.append(fromHex('0102'));
    queue.drop(1);
    queue.append(new Uint8Array(5000).fill(7));
    queue.length.should.equal(5001);
    queue.octets[0]?.should.equal(2);
    queue.octets[5000]?.should.equal(7);
  });

  it('does not grow with what has passed through it', () => {
    const queue = new OctetQueue();
    for (let round = 0; round < 10_000; round++) {
      queue.append(new Uint8Array(100).fill(round));
      if (round > 0) queue.drop(100);
    }
    queue.octets.should.eql(new Uint8Array(100).fill(9_999));
    capacity(queue).should.be.belowOrEqual(1024);
  });

  it('lets go of its memory when it is empty', () => {
    const queue = new OctetQueue();
    queue.append(new Uint8Array(60_000));
    queue.drop(60_000);
    capacity(queue).should.equal(0);
  });
});
