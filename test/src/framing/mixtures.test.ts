import 'should';
import fc from 'fast-check';
import { fromHex } from '../../../src/octets';
import vectors from '../../vectors/framing.json';
import { itemsOf, octetByOctet } from './items';

interface Piece {
  readonly kind: string;
  readonly hex: string;
}

const FRAMES: readonly Piece[] = Object.entries(vectors.frames).flatMap(([kind, frames]) =>
  frames.map(({ hex }) => ({ kind, hex })),
);

const frame = fc.constantFrom(...FRAMES);
const leads = fc.integer({ min: 0, max: 8 });
/** Octets that begin no frame. */
const noise = fc
  .array(fc.constantFrom('41', '16', '33', 'aa', 'ff', '99', '0a'), { minLength: 1, maxLength: 40 })
  .map((octets): Piece => ({ kind: 'unknown', hex: octets.join('') }));

const withLeads = fc.tuple(leads, frame).map(([count, piece]): Piece => {
  return piece.kind === 'dlt645' && !piece.hex.startsWith('fe')
    ? { kind: 'dlt645', hex: 'fe'.repeat(count) + piece.hex }
    : piece;
});

function described(pieces: readonly Piece[]): string[] {
  return pieces.map(({ kind, hex }) => `${kind} ${hex}`);
}

function joined(pieces: readonly Piece[]): Uint8Array {
  return fromHex(pieces.map(({ hex }) => hex).join(''));
}

/** Cuts at these places, each a share of the whole. */
function cut(octets: Uint8Array, shares: readonly number[]): Uint8Array[] {
  const places = shares.map((share) => Math.floor(share * octets.length)).sort((a, b) => a - b);
  return [...places, octets.length].map((end, index) =>
    octets.subarray(index === 0 ? 0 : places[index - 1], end),
  );
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60, size: 'max' });

describe('frames of every protocol on one link', () => {
  it('come out whole and in order, glued and cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(withLeads, { minLength: 1, maxLength: 60, size: 'max' }),
        cuts,
        (pieces, shares) => {
          const octets = joined(pieces);
          itemsOf(cut(octets, shares)).should.eql(described(pieces));
          itemsOf(octetByOctet(octets)).should.eql(described(pieces));
        },
      ),
    );
  });

  it('are found again behind noise', () => {
    const pair = fc.tuple(noise, withLeads);
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 30, size: 'max' }),
        cuts,
        (pairs, shares) => {
          const pieces = pairs.flat();
          itemsOf(cut(joined(pieces), shares)).should.eql(described(pieces));
        },
      ),
    );
  });
});

describe('any octets', () => {
  const starts = fc.constantFrom('00', '01', '68', '7e', 'a0', 'fe', 'c4', 'c2', '0f', '02', '09');
  const octet = fc.oneof(
    starts,
    fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0')),
  );
  const anything = fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: octet },
        frame.map(({ hex }) => hex),
      ),
      {
        maxLength: 200,
        size: 'max',
      },
    )
    .map((parts) => fromHex(parts.join('')));

  it('give the same items, however they are split', () => {
    fc.assert(
      fc.property(anything, cuts, (octets, shares) => {
        const items = itemsOf([octets]);
        itemsOf(cut(octets, shares)).should.eql(items);
        itemsOf(octetByOctet(octets)).should.eql(items);
      }),
      { numRuns: 300 },
    );
  });

  it('are all given again, in order; only flags that frames share are given twice', () => {
    const withoutFlagsAndLeads = anything.map((octets) =>
      octets.filter((value) => value !== 0x7e && value !== 0xfe),
    );
    fc.assert(
      fc.property(withoutFlagsAndLeads, (octets) => {
        const given = itemsOf([octets]).map((item) => item.split(' ')[1]);
        given.join('').should.equal(Buffer.from(octets).toString('hex'));
      }),
      { numRuns: 300 },
    );
  });
});
