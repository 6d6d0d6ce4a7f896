import fc from 'fast-check';
import should from 'should';
import { decodeApdu } from '../../../src/dlms';
import { type Explained, explain } from '../../../src/explain';
import { contextWith, explainApdu } from '../../../src/explain/dlms/explain-apdu';
import { FrameError, fromHex, toHex } from '../../../src/octets';
import { framesOf, octetsOf, withInside } from './vectors';

const FRAMES = [...framesOf('dlt645.json'), ...framesOf('dlms.json')];

/** Undefined where there is no frame. */
function explained(octets: Uint8Array): Explained | undefined {
  try {
    return explain(octets);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}

/** The fields are the octets of the frame, each once, in order, and where they say. */
function checkFields(octets: Uint8Array): void {
  for (const { offset, explanation } of explained(octets)?.frames ?? []) {
    const all = octetsOf(explanation);
    toHex(all).should.equal(toHex(octets.subarray(offset, offset + all.length)));
    for (const each of withInside(explanation)) {
      let end = 0;
      for (const field of each.fields) {
        field.offset.should.equal(end);
        end += field.octets.length;
      }
    }
  }
}

describe('the fields of an explanation', () => {
  it('are all the octets of a frame, each once and in order', () => {
    for (const { octets } of FRAMES) checkFields(octets);
  });

  it('are so for damaged frames too', () => {
    const frame = fc.constantFrom(...FRAMES.map(({ octets }) => octets));
    fc.assert(
      fc.property(frame, fc.nat(), fc.integer({ min: 0, max: 255 }), (octets, at, octet) => {
        const damaged = Uint8Array.from(octets);
        damaged[at % damaged.length] = octet;
        checkFields(damaged);
        checkFields(octets.subarray(0, at % octets.length));
      }),
      { numRuns: 500 },
    );
  });

  it('are so where an element ends before what holds it', () => {
    const aare = fromHex(
      '6129a109060760857405080101a203020100a305a103020000be10040e0800065f1f040000501f01f40007',
    );
    const [frame] = explain(aare).frames;
    should(frame && octetsOf(frame.explanation)).deepEqual(aare);
  });

  it('are so for any octets that begin like an APDU', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          0x0f,
          0x60,
          0x61,
          0x63,
          0xc0,
          0xc1,
          0xc3,
          0xc4,
          0xc7,
          0xd9,
          0xdb,
          0xdd,
          0xe0,
        ),
        fc.uint8Array({ maxLength: 60 }),
        (tag, octets) => {
          const apdu = Uint8Array.from([tag, ...octets]);
          const explanation = explainApdu(apdu, contextWith([]));
          toHex(octetsOf(explanation)).should.equal(toHex(apdu));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('have a meaning wherever the codec decodes the frame', () => {
    for (const { name, octets } of FRAMES) {
      for (const { explanation } of explained(octets)?.frames ?? []) {
        const unexplained = explanation.fields.some((field) => field.name === 'not explained');
        if (!explanation.fault) unexplained.should.equal(false, name);
      }
    }
  });

  it('are of one frame wherever the octets are one APDU', () => {
    for (const { name, octets } of FRAMES) {
      if (!isApdu(octets)) continue;
      const { frames, discarded } = explain(octets);
      frames.length.should.equal(1, name);
      discarded.length.should.equal(0, name);
    }
  });
});

describe('explaining', () => {
  it('gives a value or a FrameError for any octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), checkFields));
  });

  it('takes no more than a moment for octets made to be slow', () => {
    const nested = Buffer.from(`c401c100${'0204'.repeat(31)}${'11'.repeat(60_000)}`, 'hex');
    const structures = Buffer.from(`c401c10001824e20${'020211071107'.repeat(20_000)}`, 'hex');
    for (const octets of [nested, structures]) {
      const start = performance.now();
      explained(octets);
      (performance.now() - start).should.be.below(3000);
    }
  });
});

function isApdu(octets: Uint8Array): boolean {
  try {
    decodeApdu(octets);
    return true;
  } catch {
    return false;
  }
}
