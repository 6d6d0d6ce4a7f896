import 'should';
import { FrameStream } from '../../../src/framing';
import { fromHex } from '../../../src/octets';
import vectors from '../../vectors/framing.json';
import { cutInTwo, described, itemsOf, octetByOctet } from './items';

const READ_ENERGY = '6834120000000068110433333333f716';
const HEARTBEAT = '00010001000100120a020c3331313530313131343037300d1234';
const WRAPPER = '0001000100100009c401c1000600005c54';
const EXCEPTION = 'd80101';

function shouldGiveHoweverSplit(octets: Uint8Array, items: readonly string[]): void {
  itemsOf([octets]).should.eql(items, 'at once');
  itemsOf(octetByOctet(octets)).should.eql(items, 'octet by octet');
  for (const chunks of cutInTwo(octets)) {
    itemsOf(chunks).should.eql(items, `cut after ${chunks[0]?.length}`);
  }
}

describe('a whole frame is one item, however it is split', () => {
  for (const [kind, frames] of Object.entries(vectors.frames)) {
    for (const { name, hex } of frames) {
      it(`${kind}: ${name}`, () => {
        shouldGiveHoweverSplit(fromHex(hex), [`${kind} ${hex}`]);
      });
    }
  }
});

describe('a whole frame is given before anything follows', () => {
  for (const [kind, frames] of Object.entries(vectors.frames)) {
    it(`${kind}`, () => {
      for (const { name, hex } of frames) {
        const stream = new FrameStream();
        stream
          .push(fromHex(hex))
          .map(described)
          .should.eql([`${kind} ${hex}`], name);
        stream.pending.should.equal(0, name);
      }
    });
  }
});

describe('an APDU behind a wrapper header is a wrapper frame, however it is split', () => {
  for (const { name, hex } of vectors.frames.apdu) {
    it(name, () => {
      const length = (hex.length / 2).toString(16).padStart(4, '0');
      const frame = `000100010010${length}${hex}`;
      shouldGiveHoweverSplit(fromHex(frame), [`wrapper ${frame}`]);
    });
  }
});

describe('a stream gives the same items, however it is split', () => {
  for (const { name, hex, items } of vectors.streams) {
    it(name, () => shouldGiveHoweverSplit(fromHex(hex), items));
  }
});

describe('a frame stream', () => {
  it('holds a false start back until it expires, and then gives the frame behind it', () => {
    const stream = new FrameStream();
    const falseStart = '68010203040506';
    stream.push(fromHex(falseStart + READ_ENERGY)).should.eql([]);
    stream.pending.should.equal(23);
    stream
      .expire()
      .map(described)
      .should.eql([`unknown ${falseStart}`, `dlt645 ${READ_ENERGY}`]);
    stream.pending.should.equal(0);
  });

  it('goes on after it has expired', () => {
    const stream = new FrameStream();
    stream.push(fromHex(READ_ENERGY.slice(0, 12)));
    stream
      .expire()
      .map(described)
      .should.eql([`unknown ${READ_ENERGY.slice(0, 12)}`]);
    stream
      .push(fromHex(READ_ENERGY))
      .map(described)
      .should.eql([`dlt645 ${READ_ENERGY}`]);
  });

  it('has nothing to give when it expires with nothing pending', () => {
    const stream = new FrameStream();
    stream.expire().should.eql([]);
    stream.push(fromHex(READ_ENERGY));
    stream.expire().should.eql([]);
  });

  it('counts lead octets, noise and a partial frame as pending', () => {
    const stream = new FrameStream();
    stream.push(fromHex('4142 fefe 6834'));
    stream.pending.should.equal(6);
  });

  it('does not count the closing flag of an HDLC frame as pending', () => {
    const stream = new FrameStream();
    const [frame] = vectors.frames.hdlc;
    stream.push(fromHex(frame?.hex ?? '')).length.should.equal(1);
    stream.pending.should.equal(0);
    stream.expire().should.eql([]);
  });

  it('gives items that later octets do not touch', () => {
    const stream = new FrameStream();
    const chunk = fromHex(READ_ENERGY);
    const items = stream.push(chunk);
    chunk.fill(0);
    stream.push(fromHex(WRAPPER));
    items.map(described).should.eql([`dlt645 ${READ_ENERGY}`]);
  });

  it('only reads the octets that it is given', () => {
    const chunk = fromHex(`4142${READ_ENERGY}${WRAPPER}`);
    const before = Uint8Array.from(chunk);
    new FrameStream().push(chunk);
    chunk.should.eql(before);
  });

  it('gives unknown octets in items of 1,024 at most', () => {
    const noise = new Uint8Array(2500).fill(0x41);
    const lengths = new FrameStream().push(noise).map((item) => item.octets.length);
    lengths.should.eql([1024, 1024]);
    itemsOf([noise]).should.eql(itemsOf(octetByOctet(noise)));
    itemsOf([noise])
      .map((item) => item.length)
      .should.eql([2056, 2056, 8 + 2 * 452]);
  });

  it('takes a wrapper frame with the largest PDU', () => {
    const frame = new Uint8Array(8 + 65535);
    frame.set(fromHex('0001 0001 0010 ffff c4'));
    const [item, ...others] = new FrameStream().push(frame);
    others.should.eql([]);
    item?.kind.should.equal('wrapper');
    item?.octets.should.eql(frame);
  });

  it('refuses a frame longer than it may be', () => {
    itemsOf([fromHex(WRAPPER)], { maxFrame: 17 }).should.eql([`wrapper ${WRAPPER}`]);
    itemsOf([fromHex(WRAPPER + EXCEPTION)], { maxFrame: 16 }).should.eql([
      'unknown 0001000100100009',
      `apdu ${WRAPPER.slice(16)}`,
      `apdu ${EXCEPTION}`,
    ]);
  });

  it('looks only for the protocols that it is told', () => {
    const octets = fromHex(HEARTBEAT + READ_ENERGY + WRAPPER);
    itemsOf([octets], { protocols: ['dlt645'] }).should.eql([
      `unknown ${HEARTBEAT}`,
      `dlt645 ${READ_ENERGY}`,
      `unknown ${WRAPPER}`,
    ]);
    itemsOf([octets], { protocols: ['heartbeat'] }).should.eql([
      `heartbeat ${HEARTBEAT}`,
      `unknown ${READ_ENERGY}${WRAPPER}`,
    ]);
    itemsOf([fromHex(`fe${WRAPPER}`)], { protocols: ['dlms'] }).should.eql([
      'unknown fe',
      `wrapper ${WRAPPER}`,
    ]);
  });

  it('never searches DL/T 645 data for the end octet', () => {
    const frame = '68341200000000689106161616166868d516';
    itemsOf([fromHex(frame)]).should.eql([`dlt645 ${frame}`]);
  });
});
