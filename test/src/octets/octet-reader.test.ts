import 'should';
import { FrameError, fromHex, OctetReader, OctetWriter, toHex } from '../../../src/octets';

describe('an octet reader', () => {
  it('reads big-endian numbers of every width and sign', () => {
    const reader = new OctetReader(
      fromHex('ff 80 fffe 8000 ffffffff 80000000 ffffffffffffffff 8000000000000000'),
    );
    [reader.u8(), reader.i8(), reader.u16(), reader.i16()].should.eql([255, -128, 65534, -32768]);
    [reader.u32(), reader.i32()].should.eql([4294967295, -2147483648]);
    reader.u64().should.equal(18446744073709551615n);
    reader.i64().should.equal(-9223372036854775808n);
    reader.expectEnd();
  });

  it('says where octets are missing', () => {
    const reader = new OctetReader(fromHex('0102'), 1);
    (() => reader.u16()).should.throw(FrameError, { code: 'truncated', offset: 1, hex: '0102' });
  });

  it('stays inside the end it was given', () => {
    const reader = new OctetReader(fromHex('010203'), 0, 2);
    reader.take(2).should.eql(fromHex('0102'));
    (() => reader.peek()).should.throw(FrameError, { code: 'truncated' });
  });

  it('refuses octets that are left over', () => {
    (() => new OctetReader(fromHex('00')).expectEnd()).should.throw(FrameError, { code: 'end' });
  });
});

describe('an octet writer', () => {
  it('writes what a reader reads', () => {
    const octets = new OctetWriter().u8(1).i16(-2).u32(3).i64(-4n).f64(0.5).octets([9, 9]).finish();
    const reader = new OctetReader(octets);
    [reader.u8(), reader.i16(), reader.u32(), reader.i64(), reader.f64()].should.eql([
      1,
      -2,
      3,
      -4n,
      0.5,
    ]);
    toHex(reader.take(2)).should.equal('0909');
  });

  it('refuses a number that does not fit', () => {
    (() => new OctetWriter().u8(256)).should.throw(RangeError);
  });

  it('grows past its first buffer and keeps what was finished apart', () => {
    const writer = new OctetWriter();
    for (let index = 0; index < 200; index++) writer.u16(index);
    const first = writer.finish();
    writer.u8(1);
    first.length.should.equal(400);
    new OctetReader(first, 398).u16().should.equal(199);
  });
});

describe('hex', () => {
  it('is read as people paste it', () => {
    fromHex('0x68 AA:aa-01,02\n16').should.eql(Uint8Array.of(0x68, 0xaa, 0xaa, 1, 2, 0x16));
  });

  it('is refused where it is no hex or half an octet', () => {
    (() => fromHex('6g')).should.throw(SyntaxError, { message: /"g"/ });
    (() => fromHex('683')).should.throw(SyntaxError, { message: /3 hexadecimal digits/ });
  });
});
