import 'should';
import fc from 'fast-check';
import { type Data, decodeData, encodeData } from '../../../src/dlms';
import { FrameError, fromHex, toHex } from '../../../src/octets';
import { data } from './arbitraries';

function refuses(hex: string, code: string): void {
  (() => decodeData(fromHex(hex))).should.throw(FrameError, { code });
}

function structures(depth: number): Data {
  let nested: Data = { type: 'null-data', value: null };
  for (let level = 0; level < depth; level++) nested = { type: 'structure', value: [nested] };
  return nested;
}

describe('A-XDR data', () => {
  it('is decoded to itself from what it is encoded to', () => {
    fc.assert(
      fc.property(data, (value) => {
        decodeData(encodeData(value)).should.deepEqual(value);
      }),
    );
  });

  it('is a value or a FrameError, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        const before = toHex(octets);
        try {
          encodeData(decodeData(octets)).should.be.instanceof(Uint8Array);
        } catch (error) {
          (error as Error).should.be.instanceof(FrameError);
        }
        toHex(octets).should.equal(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every digit of 64-bit integers', () => {
    decodeData(fromHex('14fedcba9876543210')).should.deepEqual({
      type: 'long64',
      value: '-81985529216486896',
    });
    toHex(encodeData({ type: 'long64-unsigned', value: '18446744073709551615' })).should.equal(
      '15ffffffffffffffff',
    );
  });

  it('says NaN and infinities in words', () => {
    decodeData(fromHex('177fc00000')).value?.should.equal('NaN');
    decodeData(fromHex('18fff0000000000000')).value?.should.equal('-Infinity');
  });

  it('has long lengths of up to four octets', () => {
    const text = 'ab'.repeat(200);
    toHex(encodeData({ type: 'octet-string', value: text })).should.equal(`0981c8${text}`);
    decodeData(fromHex(`098200c8${text}`)).value?.should.equal(text);
    decodeData(fromHex(`0984000000c8${text}`)).value?.should.equal(text);
    refuses('09850000000001ab', 'length');
    refuses('0980', 'length');
  });

  it('is refused where it is cut off, too long, of no type, or no decimal digits', () => {
    refuses('0600005c', 'truncated');
    refuses('0920aabb', 'truncated');
    refuses('110000', 'end');
    refuses('0b01', 'tag');
    refuses('0dfa', 'bcd');
  });

  it('takes no count or length that its octets cannot hold', () => {
    refuses('0184ffffffff', 'truncated');
    refuses('0984800000001122', 'truncated');
    refuses('0484ffffffff01', 'truncated');
    refuses('130684ffffffff', 'truncated');
  });

  it('is nested 32 deep and no deeper', () => {
    decodeData(encodeData(structures(32))).should.deepEqual(structures(32));
    refuses(`${'0201'.repeat(33)}00`, 'depth');
    refuses(`${'0201'.repeat(10_000)}00`, 'depth');
    (() => encodeData(structures(33))).should.throw(RangeError);
  });

  it('is refused by the encoder where a value is none of its type', () => {
    (() => encodeData({ type: 'unsigned', value: 256 })).should.throw(RangeError);
    (() => encodeData({ type: 'unsigned', value: 1.5 })).should.throw(TypeError);
    (() => encodeData({ type: 'bit-string', value: '012' })).should.throw(TypeError);
    (() => encodeData({ type: 'visible-string', value: '電' })).should.throw(RangeError);
    (() => encodeData({ type: 'octet-string', value: 'abc' })).should.throw(SyntaxError);
    (() => encodeData({ type: 'bcd', value: 100 })).should.throw(RangeError);
  });
});

describe('a compact-array', () => {
  it('is what its elements would be without compression', () => {
    decodeData(fromHex('13020212060c00010000000a000200000014')).should.deepEqual({
      type: 'compact-array',
      description: {
        type: 'structure',
        elements: [{ type: 'long-unsigned' }, { type: 'double-long-unsigned' }],
      },
      value: [
        {
          type: 'structure',
          value: [
            { type: 'long-unsigned', value: 1 },
            { type: 'double-long-unsigned', value: 10 },
          ],
        },
        {
          type: 'structure',
          value: [
            { type: 'long-unsigned', value: 2 },
            { type: 'double-long-unsigned', value: 20 },
          ],
        },
      ],
    });
  });

  it('makes no more values than its octets are worth', () => {
    // 65,535 times 65,535 null-data in one octet of contents.
    refuses('1301ffff01ffff000100', 'range');
    // Elements without octets never end.
    refuses('13000100', 'range');
    refuses(`13${'010001'.repeat(40)}110111`, 'depth');
  });

  it('is refused where its last element ends beyond its contents', () => {
    refuses('130603000000010000', 'length');
    refuses('1306050000000100000000', 'length');
  });

  it('is refused by the encoder where an element is not as described', () => {
    const description = { type: 'unsigned' } as const;
    const value = [{ type: 'long', value: 1 } as const];
    (() => encodeData({ type: 'compact-array', description, value })).should.throw(TypeError);
  });
});
