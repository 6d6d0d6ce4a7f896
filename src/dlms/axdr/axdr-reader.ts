import { OctetReader, toHex } from '../../octets';
import { type Obis, obisFromOctets } from '../obis';

const LONG_FORM = 0x80;
const MAX_LENGTH_OCTETS = 4;
const OBIS_LENGTH = 6;

/** What a lenient decoder had to overlook. */
export interface Leniency {
  readonly warnings: string[];
}

/**
 * A cursor that knows A-XDR (IEC 61334-6): lengths, optional parts, and octet strings, which are lower-case
 * hex in everything that is decoded, so that a decoded APDU is plain JSON.
 */
export class AxdrReader extends OctetReader {
  /** Present where answers that break the standard are to be survived. */
  declare readonly leniency: Leniency | undefined;
  // `declare`d, because defining fields makes a derived class several times slower to construct.
  declare private text: string | undefined;

  constructor(octets: Uint8Array, leniency?: Leniency, position = 0, end = octets.length) {
    super(octets, position, end);
    this.leniency = leniency;
    this.text = undefined;
  }

  /** A cursor over the next `length` octets only; this one goes on behind them. */
  part(length: number): AxdrReader {
    const start = this.position;
    this.skip(length);
    return new AxdrReader(this.octets, this.leniency, start, this.position);
  }

  /** A length or count: one octet below 80H, else 81H to 84H and that many octets (also BER's form). */
  length(): number {
    const first = this.u8();
    if (first < LONG_FORM) return first;
    const width = first - LONG_FORM;
    if (width === 0 || width > MAX_LENGTH_OCTETS) {
      this.fail('length', `a length of ${width} octets`, this.position - 1);
    }
    let length = 0;
    for (let index = 0; index < width; index++) length = length * 256 + this.u8();
    return length;
  }

  /** A count of elements, each of which takes `elementLength` octets or more: never more than can be there. */
  count(elementLength = 1): number {
    const start = this.position;
    const count = this.length();
    if (count * elementLength > this.remaining) {
      this.fail('truncated', `${count} elements, and ${this.remaining} octets for them`, start);
    }
    return count;
  }

  /** Elements, each read by `read`, with their count in front. */
  list<Element>(read: (reader: this) => Element, elementLength = 1): Element[] {
    return Array.from({ length: this.count(elementLength) }, () => read(this));
  }

  /** The presence octet of an OPTIONAL or DEFAULT part. */
  present(): boolean {
    return this.u8() !== 0;
  }

  boolean(): boolean {
    return this.u8() !== 0;
  }

  /** The next `count` octets as hex: a slice of the whole buffer's hex, which is made once. */
  hex(count: number): string {
    const start = this.position;
    this.skip(count);
    this.text ??= toHex(this.octets);
    return this.text.slice(2 * start, 2 * this.position);
  }

  /** An octet string with its length in front, as hex. */
  octetString(): string {
    return this.hex(this.length());
  }

  /** Text with its length in front, an octet a character (ISO 8859-1). */
  latin1String(): string {
    const octets = this.take(this.length());
    return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  }

  /** Everything that is left, as hex. */
  rest(): string {
    return this.hex(this.remaining);
  }

  obis(): Obis {
    return obisFromOctets(this.take(OBIS_LENGTH));
  }

  /** Says what was overlooked. Only where `leniency` is present. */
  warn(warning: string): void {
    this.leniency?.warnings.push(`${warning} (offset ${this.position})`);
  }
}
