import type { Duplex } from 'node:stream';

const CONNECT = 0x10;
const PUBLISH = 0x30;
/** The five fields of a CONNECT are at most 65,535 octets each (MQTT 3.1.1 clause 3.1.3). */
const CONNECT_LIMIT = 6 * 65_536;
/** No sensible packet of another type comes near this. */
const OTHER_LIMIT = 65_536;

/**
 * Watches the fixed headers (MQTT 3.1.1 clause 2.2) of what a client sends. It reads each header once
 * and skips the bodies, so its cost is per packet, not per octet.
 */
export class PacketWatch {
  readonly #publishLimit: number;
  #first = true;
  /** The first octet of the packet whose length is being read. */
  #header: number | undefined;
  #length = 0;
  #lengthBits = 0;
  #bodyLeft = 0;

  constructor(publishLimit: number) {
    this.#publishLimit = publishLimit;
  }

  /** Takes the next octets; says what is wrong with them, or undefined. */
  take(octets: Uint8Array): string | undefined {
    for (let at = 0; at < octets.length; ) {
      const skipped = Math.min(this.#bodyLeft, octets.length - at);
      this.#bodyLeft -= skipped;
      at += skipped;
      const octet = octets[at];
      if (octet === undefined) break;
      const fault = this.#header === undefined ? this.#begin(octet) : this.#measure(octet);
      if (fault !== undefined) return fault;
      at += 1;
    }
    return undefined;
  }

  #begin(octet: number): string | undefined {
    if (this.#first && octet !== CONNECT) return 'the first packet is no CONNECT';
    this.#first = false;
    this.#header = octet;
    this.#length = 0;
    this.#lengthBits = 0;
    return undefined;
  }

  #measure(octet: number): string | undefined {
    this.#length |= (octet & 0x7f) << this.#lengthBits;
    this.#lengthBits += 7;
    if (octet & 0x80) return this.#lengthBits === 28 ? 'the length has no end' : undefined;
    const limit = this.#limit();
    if (this.#length > limit) return `a packet of ${this.#length} octets, more than ${limit}`;
    this.#bodyLeft = this.#length;
    this.#header = undefined;
    return undefined;
  }

  #limit(): number {
    const type = (this.#header ?? 0) & 0xf0;
    if (type === PUBLISH) return this.#publishLimit;
    return type === CONNECT ? CONNECT_LIMIT : OTHER_LIMIT;
  }
}

/**
 * Destroys the stream as soon as a packet announces more than its type may have, so that nobody makes
 * the broker collect a hundred megabytes. `publishLimit` is in octets, topic and payload together.
 *
 * aedes pulls with `read`, and has no limit of its own; standing in that call costs no copy.
 */
export function limitPackets(stream: Duplex, publishLimit: number): void {
  const watch = new PacketWatch(publishLimit);
  const read = stream.read.bind(stream);
  stream.read = (size) => {
    const octets: Buffer | null = read(size);
    const fault = octets === null ? undefined : watch.take(octets);
    if (fault === undefined) return octets;
    stream.destroy(new Error(fault));
    return null;
  };
}
