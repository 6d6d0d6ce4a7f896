import 'should';
import { FrameStream } from '../../../src/framing';
import { fromHex } from '../../../src/octets';

const MEGABYTE = 1 << 20;
const LONGEST_FRAME = 8 + 0xffff;
const UNKNOWN = 1024;
const LEADS = 8;

const PATTERNS: Readonly<Record<string, string>> = {
  'start octets': '68',
  'start octets at the distance of a header': '68010203040506',
  'DL/T 645 heads that claim 200 octets': '68 010203040506 68 91 c8',
  'wrapper beginnings': '0001',
  'wrapper headers that claim 65,535 octets': '0001 0001 0010 ffff c4',
  'lead octets': 'fe',
  'lead octets with start octets': 'fefefe68',
  flags: '7e',
  'HDLC heads that claim 2,047 octets': '7ea7ff',
  'AARE that claim 65,534 octets': '6182fffea1',
  'ciphered APDUs that claim 4,095 octets': 'cc820fff30',
  'arrays of 65,535 elements': 'c401c1000182ffff',
  'arrays of 65,535 null-data': `c401c1000182ffff${'00'.repeat(248)}`,
  'nested arrays': '0f00000001000101',
  'nested structures without end': `c401c100${'0201'.repeat(30)}`,
  'notifications of arrays': '0f0000000100 0182ffff',
  'APDUs hidden in the strings of APDUs': '0908 c401c1000182ffff',
  'frames hidden in the strings of APDUs': '0914 68aaaaaaaaaaaa681300df16 c401c1000182ffff',
  'event notifications': 'c2',
  zeros: '00',
  text: '49434349443a38393836',
};

function filled(hex: string, length: number): Uint8Array {
  const pattern = fromHex(hex);
  return new Uint8Array(length).map((_, index) => pattern[index % pattern.length] ?? 0);
}

function* chunksOf(octets: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

/** Some ten times what was measured; work that grows with the square takes far more. */
const MICROSECONDS_PER_OCTET = 5;

/** Processor time, not time on the clock: the machine may be busy. */
function shouldBeLinear(octets: Uint8Array, size: number): void {
  const stream = new FrameStream();
  const began = process.cpuUsage();
  let mostPending = 0;
  for (const chunk of chunksOf(octets, size)) {
    stream.push(chunk);
    mostPending = Math.max(mostPending, stream.pending);
  }
  stream.expire();
  const { user } = process.cpuUsage(began);
  stream.pending.should.equal(0);
  mostPending.should.be.belowOrEqual(LONGEST_FRAME + UNKNOWN + LEADS);
  (user / octets.length).should.be.below(MICROSECONDS_PER_OCTET, `in chunks of ${size}`);
}

describe('what an attacker may send costs linear time, and one frame of memory', function () {
  this.timeout(60_000);
  for (const [name, hex] of Object.entries(PATTERNS)) {
    it(name, () => {
      shouldBeLinear(filled(hex, MEGABYTE / 4), MEGABYTE / 4);
      shouldBeLinear(filled(hex, MEGABYTE), 1460);
      shouldBeLinear(filled(hex, MEGABYTE / 8), 1);
    });
  }

  it('a wrapper frame of 65,535 octets, given up', () => {
    const frame = filled('c401c1000182ffff', LONGEST_FRAME - 1);
    frame.set(fromHex('0001 0001 0010 ffff c4'));
    shouldBeLinear(frame, 1);
  });

  it('a bare APDU of 60,000 values, octet by octet', () => {
    const apdu = new Uint8Array(60_008);
    apdu.set(fromHex('c401c1000182ea60'));
    shouldBeLinear(apdu, 1);
    const stream = new FrameStream();
    const items = [...chunksOf(apdu, 1)].flatMap((chunk) => stream.push(chunk));
    items.map((item) => item.octets.length).should.eql([60_008]);
  });
});
