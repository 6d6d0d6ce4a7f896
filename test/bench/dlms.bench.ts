import { decodeApdu } from '../../src/dlms';
import { fromHex } from '../../src/octets';

/**
 * How fast APDUs are decoded, beside a plain hand-written reader in the same run: a machine's speed says
 * little, the ratio much. Aims: 0.4 of it for a register, 0.7 for a profile.
 */

const REGISTER = fromHex('c401c1000600005c54');
const PROFILE = profileOf(100);

/** GET.response with rows of clock, unsigned and two double-long-unsigned. */
function profileOf(rows: number): Uint8Array {
  const octets = [0xc4, 0x01, 0xc1, 0x00, 0x01, rows];
  for (let row = 0; row < rows; row++) {
    const [hour, quarter] = [(row >> 2) % 24, (row % 4) * 15];
    octets.push(2, 4, 9, 12, 0x07, 0xea, 1, 1, 4, hour, quarter, 0, 0, 0x80, 0, 0);
    octets.push(0x11, row, 6, 0, 1, 2, row, 6, 0, 0, 0x1b, row);
  }
  return Uint8Array.from(octets);
}

interface PlainNode {
  readonly type: string;
  readonly value: unknown;
}

/** What one would write by hand for these two APDUs: no bounds, no choices, views instead of hex. */
class PlainReader {
  private at = 0;

  constructor(private readonly octets: Buffer) {}

  readResponse(): unknown {
    const { octets } = this;
    if (octets[0] !== 0xc4 || octets[1] !== 1 || octets[3] !== 0) throw new Error('not so plain');
    const invoke = octets[2] as number;
    this.at = 4;
    return {
      type: 'get-response',
      invokeId: invoke & 0x0f,
      confirmed: (invoke & 0x40) !== 0,
      highPriority: (invoke & 0x80) !== 0,
      data: this.read(),
    };
  }

  private read(): PlainNode {
    const { octets } = this;
    switch (octets[this.at++]) {
      case 1:
        return { type: 'array', value: this.elements() };
      case 2:
        return { type: 'structure', value: this.elements() };
      case 6: {
        const value = octets.readUInt32BE(this.at);
        this.at += 4;
        return { type: 'double-long-unsigned', value };
      }
      case 9: {
        const length = octets[this.at++] as number;
        const value = octets.subarray(this.at, this.at + length);
        this.at += length;
        return { type: 'octet-string', value };
      }
      case 17:
        return { type: 'unsigned', value: octets[this.at++] };
      default:
        throw new Error('unknown tag');
    }
  }

  private elements(): PlainNode[] {
    const count = this.octets[this.at++] as number;
    const elements: PlainNode[] = [];
    for (let index = 0; index < count; index++) elements.push(this.read());
    return elements;
  }
}

/** Calls a second, the best of several windows taken in turn so that noise hits both alike. */
function race(contenders: readonly (() => unknown)[], windows = 7, milliseconds = 250): number[] {
  const best = contenders.map(() => 0);
  for (let window = 0; window < windows; window++) {
    for (const [index, contender] of contenders.entries()) {
      best[index] = Math.max(best[index] ?? 0, rate(contender, milliseconds));
    }
  }
  return best;
}

let kept: unknown;

function rate(call: () => unknown, milliseconds: number): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let index = 0; index < 100; index++) kept = call();
    calls += 100;
    elapsed = performance.now() - start;
  }
  return (calls / elapsed) * 1000;
}

function report(name: string, octets: Uint8Array, aim: number): void {
  const buffer = Buffer.from(octets);
  const [ours = 0, plain = 1] = race([
    () => decodeApdu(buffer),
    () => new PlainReader(buffer).readResponse(),
  ]);
  const ratio = ours / plain;
  console.log(
    `${name}: ${perSecond(ours)} ours, ${perSecond(plain)} plain, ratio ${ratio.toFixed(2)} (aim ${aim})`,
  );
}

function perSecond(calls: number): string {
  return `${Math.round(calls).toLocaleString('en')}/s`;
}

report('register answer', REGISTER, 0.4);
report('100-row profile', PROFILE, 0.7);
if (kept === undefined) throw new Error('nothing was decoded');
