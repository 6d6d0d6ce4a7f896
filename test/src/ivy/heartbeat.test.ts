import 'should';
import { HEARTBEAT_HEAD, HEARTBEAT_LENGTH, parseHeartbeat } from '../../../src/ivy';
import { FrameError, fromHex, toHex } from '../../../src/octets';

const HEAD = '0001000100010012 0a020c';
const ID = '333131353031313134303730';

function shouldBeRefused(hex: string, code: string, offset: number): void {
  (() => parseHeartbeat(fromHex(hex))).should.throw(FrameError, { code, offset });
}

describe('a heartbeat', () => {
  it('has the address of the meter as 12 digits', () => {
    parseHeartbeat(fromHex(`${HEAD}${ID}0d1234`)).meterId.should.equal('311501114070');
  });

  it('keeps the zeros of a meter without an address', () => {
    const { meterId } = parseHeartbeat(fromHex(`${HEAD}${'30'.repeat(12)}000000`));
    meterId.should.equal('000000000000');
  });

  it('may have any trailer', () => {
    for (const trailer of ['000000', '2c0000', '0d1234', '00abcd', 'ffffff', '313233']) {
      toHex(parseHeartbeat(fromHex(HEAD + ID + trailer)).trailer).should.equal(trailer);
    }
  });

  it('has 26 octets', () => {
    HEARTBEAT_LENGTH.should.equal(26);
    toHex(HEARTBEAT_HEAD).should.equal('00010001000100120a020c');
  });

  it('is refused where its address is not all digits, and the error says where', () => {
    shouldBeRefused(`${HEAD}3331313530313131343037 3a 0d1234`, 'bcd', 22);
    shouldBeRefused(`${HEAD}2f31313530313131343037 30 0d1234`, 'bcd', 11);
  });

  it('is refused with another wrapper header or packet type', () => {
    shouldBeRefused(`0002000100010012 0a020c ${ID} 0d1234`, 'start', 1);
    shouldBeRefused(`0001000100010011 0a020c ${ID} 0d1234`, 'start', 7);
    shouldBeRefused(`0001000100010012 0b020c ${ID} 0d1234`, 'start', 8);
    shouldBeRefused(`0001000100010012 0a020b ${ID} 0d1234`, 'start', 10);
  });

  it('is refused when it is cut anywhere', () => {
    const whole = fromHex(`${HEAD}${ID}0d1234`);
    for (let length = 0; length < whole.length; length++) {
      (() => parseHeartbeat(whole.subarray(0, length))).should.throw(FrameError, {
        code: 'truncated',
      });
    }
  });

  it('is refused when octets follow', () => {
    shouldBeRefused(`${HEAD}${ID}0d1234 00`, 'end', 26);
  });
});
