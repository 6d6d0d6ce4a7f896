import 'should';
import { encodeResponse, joinFollowing, parseFrame, type Standard } from '../../../src/dlt645';
import { FrameError } from '../../../src/octets';

const address = '202001000012';
const di = '0001FF00';

const first = (dataHex: string) =>
  parseFrame(encodeResponse({ type: 'read', address, di, followOn: true, dataHex }));
const part = (partHex: string, seq: number, followOn = false, of = di) =>
  parseFrame(encodeResponse({ type: 'read-following', address, di: of, partHex, seq, followOn }));

function refusalOf(...parts: Parameters<typeof joinFollowing>[0]): string {
  try {
    joinFollowing(parts);
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
  return 'none';
}

describe('an answer in parts', () => {
  it('is joined before it is decoded: a part may end inside a value', () => {
    joinFollowing([
      first('000100'),
      part('00000200', 1, true),
      part('0003000000', 2),
    ]).should.containDeep({
      type: 'read',
      address,
      di,
      followOn: false,
      length: 16,
      values: [1, 2, 0.03],
    });
  });

  it('may be one part', () => {
    const only = parseFrame(
      encodeResponse({ type: 'read', address, di: '02010100', value: 231.9 }),
    );
    joinFollowing([only]).should.containDeep({ value: 231.9 });
  });

  it('is not joined where a part is missing, repeated, foreign or not the last', () => {
    refusalOf(first('0001'), part('0000', 2)).should.equal('range');
    refusalOf(first('0001'), part('00', 1, true), part('00', 1)).should.equal('range');
    refusalOf(first('0001'), part('0000', 1, false, '0002FF00')).should.equal('tag');
    refusalOf(first('0001'), part('0000', 1, true)).should.equal('truncated');
    refusalOf(first('0001')).should.equal('truncated');
    (() => joinFollowing([])).should.throw(RangeError);
  });

  it('has no sequence numbers in 1997', () => {
    const standard: Standard = '1997';
    const common = { standard, address, di: '901F' };
    const parts = [
      encodeResponse({ ...common, type: 'read', followOn: true, dataHex: '030000' }),
      encodeResponse({ ...common, type: 'read-following', partHex: '0004000000' }),
    ].map(parseFrame);
    joinFollowing(parts, { standard }).should.containDeep({ values: [0.03, 0.04] });
  });
});
