import 'should';
import fc from 'fast-check';
import { asSent, fromDigits, fromPrinted, fromSent, printed } from '../../../src/dlt645/wire';

describe('digits on the wire', () => {
  it('are printed most significant first, and given as sent in wire order', () => {
    const octets = Uint8Array.of(0x78, 0x56, 0x34, 0x12, 0xab);
    printed(octets).should.equal('AB12345678');
    printed(octets, 0, 4).should.equal('12345678');
    asSent(octets).should.equal('78563412AB');
    asSent(octets, 3).should.equal('12AB');
  });

  it('come back as the octets they were, for any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        fromPrinted(printed(octets), octets.length, 'it').should.deepEqual(octets);
        fromSent(asSent(octets), 'it').should.deepEqual(octets);
      }),
    );
  });

  it('are padded with zeros in front, and refused where there are too many', () => {
    fromDigits('123', 3, 'it').should.deepEqual(Uint8Array.of(0x23, 0x01, 0x00));
    (() => fromDigits('1234567', 3, 'it')).should.throw(RangeError);
    (() => fromDigits('12A', 3, 'it')).should.throw(RangeError);
    (() => fromSent('123', 'it')).should.throw(RangeError);
    (() => fromSent('1234', 'it', 3)).should.throw(RangeError);
  });
});
