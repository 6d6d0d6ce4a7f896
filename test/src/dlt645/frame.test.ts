import 'should';
import fc from 'fast-check';
import { encodeFrame, parseFrame } from '../../../src/dlt645';
import { FrameError, fromHex, toHex } from '../../../src/octets';

const ANSWER = '68 12 90 78 56 34 12 68 91 08 33 33 34 33 89 67 45 33 54 16';

function refusalOf(hex: string): [code: string, offset: number] {
  try {
    parseFrame(fromHex(hex));
  } catch (error) {
    if (error instanceof FrameError) return [error.code, error.offset];
    throw error;
  }
  return ['none', 0];
}

describe('a DL/T 645 frame', () => {
  it('is split into address, control code and data without the offset', () => {
    parseFrame(fromHex(ANSWER)).should.deepEqual({
      leadBytes: 0,
      address: '123456789012',
      control: 0x91,
      function: 0x11,
      response: true,
      error: false,
      followOn: false,
      data: fromHex('00 00 01 00 56 34 12 00'),
    });
  });

  it('may have any number of lead bytes', () => {
    parseFrame(fromHex(`FE ${ANSWER}`)).leadBytes.should.equal(1);
    parseFrame(fromHex(`FE FE FE FE FE FE FE ${ANSWER}`)).leadBytes.should.equal(7);
  });

  it('takes the offset off modulo 256', () => {
    const frame = parseFrame(fromHex('68 11 11 11 11 11 11 68 11 02 00 32 7B 16'));
    frame.data.should.deepEqual(fromHex('CD FF'));
  });

  it('ends where L says, whatever 16H and 68H come before', () => {
    const { data } = parseFrame(fromHex('68 16 68 16 68 16 68 68 91 02 16 68 5B 16'));
    data.should.deepEqual(fromHex('E3 35'));
  });

  it('says what is wrong and where', () => {
    refusalOf('').should.deepEqual(['truncated', 0]);
    refusalOf('FE FE').should.deepEqual(['truncated', 2]);
    refusalOf('00').should.deepEqual(['start', 0]);
    refusalOf('68 12 90').should.deepEqual(['truncated', 3]);
    refusalOf('68 12 90 78 56 34 12 00 91 08').should.deepEqual(['start', 7]);
    refusalOf(ANSWER.slice(0, -3)).should.deepEqual(['truncated', 19]);
    refusalOf(ANSWER.replace('54 16', '55 16')).should.deepEqual(['checksum', 18]);
    refusalOf(ANSWER.replace('54 16', '54 17')).should.deepEqual(['end', 19]);
    refusalOf(`${ANSWER} 00`).should.deepEqual(['end', 20]);
  });

  it('is only read', () => {
    const octets = fromHex(ANSWER);
    parseFrame(octets).data.fill(0);
    toHex(octets).should.equal(toHex(fromHex(ANSWER)));
  });

  it('is put together as it is taken apart', () => {
    toHex(
      encodeFrame({
        address: '123456789012',
        control: 0x91,
        data: fromHex('0000010056341200'),
        leadBytes: 2,
      }),
    ).should.equal(toHex(fromHex(`FE FE ${ANSWER}`)));
  });

  it('takes no more data than one octet of length can say', () => {
    const parts = { address: '1', control: 0x91, data: new Uint8Array(256) };
    (() => encodeFrame(parts)).should.throw(RangeError);
  });

  it('is what it was made from, for any content', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{12}$/),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 255 }),
        fc.integer({ min: 0, max: 8 }),
        (address, control, data, leadBytes) => {
          const frame = parseFrame(encodeFrame({ address, control, data, leadBytes }));
          frame.should.containDeep({ address, control, leadBytes });
          frame.data.should.deepEqual(data);
        },
      ),
    );
  });
});
