import 'should';
import { decodeWrapper, encodeWrapper } from '../../../src/dlms';
import { FrameError, fromHex, toHex } from '../../../src/octets';

describe('a wrapper frame', () => {
  it('has version, source, destination and length in front of the APDU', () => {
    const frame = decodeWrapper(fromHex('0001000100100003d80101'));
    toHex(frame.payload).should.equal('d80101');
    frame.should.containEql({ version: 1, source: 1, destination: 16, length: 3 });
  });

  it('may come from any logical device', () => {
    decodeWrapper(fromHex('0001000700100003d80101')).should.containEql({ source: 7 });
  });

  it('is written as it is read', () => {
    const frame = { source: 1, destination: 16, payload: fromHex('d80101') };
    toHex(encodeWrapper(frame)).should.equal('0001000100100003d80101');
  });

  it('may carry nothing', () => {
    decodeWrapper(fromHex('0001000100100000')).payload.should.have.length(0);
  });

  it('is refused with another version, an octet too few or one too many', () => {
    (() => decodeWrapper(fromHex('0002000100100000'))).should.throw(FrameError, { code: 'start' });
    (() => decodeWrapper(fromHex('0001000100100001'))).should.throw(FrameError, {
      code: 'truncated',
    });
    (() => decodeWrapper(fromHex('000100010010000000'))).should.throw(FrameError, { code: 'end' });
  });

  it('carries no more than its length field can say', () => {
    const payload = new Uint8Array(0x10000);
    (() => encodeWrapper({ source: 1, destination: 1, payload })).should.throw(RangeError);
  });
});
