import type { Duplex } from 'node:stream';

const CONNECT = 0x10;
const PUBLISH = 0x30;
/** No sensible packet but a PUBLISH comes near this. */
const OTHER_LIMIT = 65_536;

/**
 * Watches the fixed headers (MQTT 3.1.1 clause 2.2) of what a client sends. It reads each header once
 * and skips the bodies, so its cost is per packet, not per octet.
 */
export class PacketWatch {
  readonly #publishLimit: number;
  #first = true;
  /** Of the packet whose length is being read; undefined between packets. */
  #limit: number | undefined;
  #length = 0;
  #lengthBits = 0;
  #bodyLeft = 0;

  constructor(publishLimit: number) {
    this.#publishLimit = publishLimit;
  }

  /** Takes the next octets; says what is wrong with them, or undefined. */
  take(octets: Uint8Array): string | undefined {
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#bodyLeft, octets.length - at);
      this.#bodyLeft -= skipped;
      at += skipped;
      const octet = octets[at];
      if (octet === undefined) return undefined;
      at += 1;
      const fault =
        this.#limit === undefined ? this.#begin(octet) : this.#measure(octet, this.#limit);
      if (fault !== undefined) return fault;
    }
  }

  #begin(octet: number): string | undefined {
    if (this.#first && octet !== CONNECT) return 'the first packet is no CONNECT';
    this.#first = false;
    this.#limit = (octet & 0xf0) === PUBLISH ? this.#publishLimit : OTHER_LIMIT;
    this.#length = 0;
    this.#lengthBits = 0;
    return undefined;
  }

  #measure(octet: number, limit: number): string | undefined {
    this.#length |= (octet & 0x7f) << this.#lengthBits;
    this.#lengthBits += 7;
    if (octet & 0x80) return this.#lengthBits === 28 ? 'the length has no end' : undefined;
    if (this.#length > limit) return `a packet of ${this.#length} octets, more than ${limit}`;
    this.#bodyLeft = this.#length;
    this.#limit = undefined;
    return undefined;
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
