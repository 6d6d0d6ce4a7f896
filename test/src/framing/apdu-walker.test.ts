import 'should';
import { ApduWalker } from '../../../src/framing/apdu/apdu-walker';
import { isApduTag } from '../../../src/framing/apdu/service-shapes';
import { fromHex } from '../../../src/octets';
import vectors from '../../vectors/framing.json';

const LIMIT = 65_543;

function lengthOf(hex: string, limit = LIMIT): number {
  return new ApduWalker(limit).measure(fromHex(hex));
}

describe('the length of an APDU', () => {
  it('does not depend on what follows', () => {
    for (const { hex, name } of vectors.frames.apdu) {
      lengthOf(`${hex}ffff`).should.equal(hex.length / 2, name);
    }
  });

  it('is found with the same work octet by octet as at once', () => {
    for (const { hex, name } of vectors.frames.apdu) {
      const octets = fromHex(hex);
      const atOnce = new ApduWalker(LIMIT);
      atOnce.measure(octets);
      const slowly = new ApduWalker(LIMIT);
      for (let end = 1; end < octets.length; end++) {
        slowly.measure(octets.subarray(0, end)).should.be.above(end, name);
      }
      slowly.measure(octets).should.equal(octets.length, name);
      slowly.spent.should.equal(atOnce.spent, name);
    }
  });

  it('is known as soon as a length says so', () => {
    lengthOf('6129a1').should.equal(43);
    lengthOf('cc1a30').should.equal(28);
    lengthOf('c401c100091059').should.equal(22);
  });

  it('takes lengths of one to five octets', () => {
    lengthOf('c401c100 09 05 0102030405').should.equal(11);
    lengthOf('c401c100 09 8105 0102030405').should.equal(12);
    lengthOf('c401c100 09 820005 0102030405').should.equal(13);
    lengthOf('c401c100 09 83000005 0102030405').should.equal(14);
    lengthOf('c401c100 09 8400000005 0102030405').should.equal(15);
  });

  it('is none where a length has no such form', () => {
    lengthOf('c401c1000980').should.equal(0);
    lengthOf('c401c1000985').should.equal(0);
  });

  it('is none beyond the limit', () => {
    lengthOf('c401c1000982ffff').should.equal(65_543);
    lengthOf('c401c1000a830100 00').should.equal(0);
    lengthOf('c401c1000184ffffffff').should.equal(0);
    lengthOf('c401c100090a', 15).should.equal(0);
    lengthOf('c401c100090a', 16).should.equal(16);
  });

  it('is none where a tag, a choice or a data type is unknown', () => {
    for (const hex of [
      '99',
      'c400',
      'c404',
      'c401c102',
      'c401c1000b',
      'd803',
      '0c0104',
      '6105a2',
    ]) {
      lengthOf(hex).should.equal(0, hex);
    }
  });

  it('counts the octets of bit strings', () => {
    lengthOf('c401c1000400').should.equal(6);
    lengthOf('c401c100040880').should.equal(7);
    lengthOf('c401c10004098080').should.equal(8);
  });

  it('is none where data are nested deeper than any meter does', () => {
    lengthOf(`c401c100${'0201'.repeat(20)}00`).should.equal(45);
    lengthOf(`c401c100${'0201'.repeat(40)}00`).should.equal(0);
  });

  it('may do without the last octet of an ACTION.response', () => {
    const walker = new ApduWalker(LIMIT);
    walker.measure(fromHex('c701c103')).should.equal(5);
    walker.enough.should.equal(4);
    lengthOf('c701c10368').should.equal(4);
    lengthOf('c701c10300').should.equal(5);
  });

  it('starts afresh after a restart', () => {
    const walker = new ApduWalker(LIMIT);
    walker.measure(fromHex('c401c10006')).should.be.above(5);
    walker.restart();
    walker.measure(fromHex('d80101')).should.equal(3);
  });
});

describe('an EventNotification', () => {
  const VALUE = '0600005c54';

  it('has the form of the standard, with or without a time', () => {
    lengthOf(`c2 00 0003 01000c0700ff 02 ${VALUE}`).should.equal(16);
    lengthOf(`c2 01 0c 07ea011e05042213008000ff 0003 01000c0700ff 02 ${VALUE}`).should.equal(29);
  });

  it('has the form without a presence octet, with or without a time', () => {
    lengthOf(`c2 0003 01000c0700ff 02 ${VALUE}`).should.equal(15);
    lengthOf(`c2 07ea011e05042213008000ff 0003 01000c0700ff 02 ${VALUE}`).should.equal(27);
    lengthOf(`c2 ffff011e05042213008000ff 0003 01000c0700ff 02 ${VALUE}`).should.equal(27);
  });

  it('may have the length of the instance before it', () => {
    lengthOf(`c2 0003 06 01000c0700ff 02 ${VALUE}`).should.equal(16);
  });
});

describe('the tag behind a wrapper header', () => {
  it('is that of a plain or ciphered service of ACSE or xDLMS', () => {
    for (const tag of [0x05, 0x0c, 0x0e, 0x0f, 0x60, 0x61, 0x63, 0xc0, 0xc1, 0xc4, 0xc7]) {
      isApduTag(tag).should.be.true();
    }
    for (const tag of [0x25, 0x2c, 0xc8, 0xcc, 0xd0, 0xd7, 0xd8, 0xda, 0xdb, 0xdd, 0xe0]) {
      isApduTag(tag).should.be.true();
    }
  });

  it('is no other octet', () => {
    for (const tag of [0x00, 0x01, 0x0a, 0x68, 0x7e, 0x99, 0xc6, 0xe6, 0xfe, 0xff]) {
      isApduTag(tag).should.be.false();
    }
  });
});
