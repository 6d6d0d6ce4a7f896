import { fromHex, OctetWriter } from '../../octets';
import { type Obis, obisToOctets } from '../obis';

/** Writes what `AxdrReader` reads. Octets are given as hex. */
export class AxdrWriter extends OctetWriter {
  /** A length or count, in its shortest form. */
  count(count: number): this {
    if (count < 0x80) return this.u8(count);
    if (count <= 0xff) return this.u8(0x81).u8(count);
    if (count <= 0xffff) return this.u8(0x82).u16(count);
    return this.u8(0x84).u32(count);
  }

  list<Element>(elements: readonly Element[], write: (element: Element) => void): this {
    this.count(elements.length);
    for (const element of elements) write(element);
    return this;
  }

  /** The presence octet of an OPTIONAL part, and the part where it is given. */
  optional<Part>(part: Part | null | undefined, write: (part: Part) => void): this {
    if (part === null || part === undefined) return this.u8(0);
    this.u8(1);
    write(part);
    return this;
  }

  boolean(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  hex(text: string): this {
    return this.octets(fromHex(text));
  }

  /** An octet string with its length in front. */
  octetString(text: string): this {
    const octets = fromHex(text);
    return this.count(octets.length).octets(octets);
  }

  /** @throws RangeError where a character is none of ISO 8859-1. */
  latin1String(text: string): this {
    for (const character of text) {
      if (character > '\u00ff') throw new RangeError(`"${character}" does not fit an octet`);
    }
    return this.count(text.length).octets(Buffer.from(text, 'latin1'));
  }

  obis(obis: Obis): this {
    return this.octets(obisToOctets(obis));
  }
}
