import should from 'should';
import { decodeApdu } from '../../src/dlms';
import { FrameStream } from '../../src/framing';
import { FrameError, fromHex, toHex } from '../../src/octets';
import { randomInteger, seededRandom } from '../../src/simulator/random';
import vectors from '../vectors/framing.json';
import { growthOf } from './memory';
import { SEED, shouldBeAtMost } from './report';

const MEGABYTE = 1 << 20;
const ROUNDS = 10_000;
const ATTEMPTS = 1_000;
const MAX_GROWTH = 5 * MEGABYTE;

const WHOLE: readonly string[] = Object.values(vectors.frames)
  .flat()
  .map(({ hex }) => hex);
const DLT645 = '68341200000000689108333333339a7856341716';
const WRONG_CHECKSUM = '68341200000000689108333333339a7856341816';
const WRONG_END = '68341200000000689108333333339a7856341717';
const NOISE = ['', '41', 'aaff', '9933160a', '000000'];

/** What claims to be far longer or deeper than it is. */
const OVERSIZED: Readonly<Record<string, string>> = {
  'a wrapper header that claims 65,535 octets': '000100010010ffffc401c100',
  'a BER length of 4,294,967,295': '6184ffffffffa109060760857405080101',
  'an array of 4,294,967,295 elements': 'c401c1000184ffffffff0600000001',
  'structures nested 10,000 deep': `c401c100${'0201'.repeat(10_000)}`,
};

describe('what lines do to frames', function () {
  this.timeout(300_000);
  const random = seededRandom(SEED);
  const anyOf = <Thing>(things: readonly Thing[]): Thing =>
    things[randomInteger(random, 0, things.length - 1)] as Thing;

  it('up to 200 frames of all protocols, cut and glued anywhere, come out whole and in order', () => {
    let different = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const frames = Array.from({ length: randomInteger(random, 1, 200) }, () => anyOf(WHOLE));
      const given = through(inSegments(fromHex(frames.join(''))));
      if (given.join() !== frames.join()) different++;
    }
    shouldBeAtMost({ test: 'R02 streams that came out otherwise', figure: different, limit: 0 });
  });

  it('a broken frame, lead octets and noise lose no good frame', () => {
    let lost = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const before = anyOf([...NOISE, WRONG_CHECKSUM, WRONG_END]);
      const frame = 'fe'.repeat(randomInteger(random, 0, 8)) + DLT645;
      const given = through(inSegments(fromHex(before + frame + anyOf(NOISE) + DLT645)));
      if (given.filter((item) => item.endsWith(DLT645)).length !== 2) lost++;
    }
    shouldBeAtMost({ test: 'R03 good frames lost beside bad ones', figure: lost, limit: 0 });
  });

  for (const [name, hex] of Object.entries(OVERSIZED)) {
    it(`${name} costs no memory and no other frame`, () => {
      const octets = fromHex(hex);
      let lost = 0;
      const attempt = (): void => {
        should(() => decodeApdu(octets)).throw(FrameError);
        const stream = new FrameStream();
        stream.push(octets);
        stream.expire();
        const [next] = stream.push(fromHex(DLT645));
        if (next?.kind !== 'dlt645') lost++;
      };
      const growth = growthOf(() => {
        for (let count = 0; count < ATTEMPTS; count++) attempt();
      });
      shouldBeAtMost({ test: `R04 frames lost after ${name}`, figure: lost, limit: 0 });
      shouldBeAtMost({ test: `R04 octets kept of ${name}`, figure: growth, limit: MAX_GROWTH });
    });
  }

  /** Segments of 1 to 1,460 octets, most of them small. */
  function* inSegments(octets: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < octets.length; ) {
      const length = randomInteger(random, 1, anyOf([4, 40, 1460]));
      yield octets.subarray(at, at + length);
      at += length;
    }
  }

  /** What a stream makes of segments, when nothing more comes. */
  function through(segments: Iterable<Uint8Array>): string[] {
    const stream = new FrameStream();
    const items = [...segments].flatMap((segment) => stream.push(segment));
    return [...items, ...stream.expire()].map(({ octets }) => toHex(octets));
  }
});
