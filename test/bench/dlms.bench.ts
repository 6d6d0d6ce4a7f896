import { decodeApdu } from '../../src/dlms';
import { fromHex } from '../../src/octets';
import type { Figure } from './figure';
import { race } from './race';

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

const CALLS = 100;

/** APDUs decoded, beside a plain reader that is made for just these. */
export function run(): Figure[] {
  return [
    figure('DLMS, a register answer', REGISTER, 0.4),
    figure('DLMS, a profile of 100 rows', PROFILE, 0.7),
  ];
}

function figure(name: string, octets: Uint8Array, aim: number): Figure {
  const buffer = Buffer.from(octets);
  const [ours, baseline] = race([
    () => repeat(() => decodeApdu(buffer)),
    () => repeat(() => new PlainReader(buffer).readResponse()),
  ]);
  return { name, unit: 'APDUs/s', ours, baseline, against: 'a plain hand-written reader', aim };
}

/** What is thrown away unread might not be computed. */
let kept: unknown;

function repeat(decode: () => unknown): number {
  for (let call = 0; call < CALLS; call++) kept = decode();
  return kept === undefined ? 0 : CALLS;
}
