/** Octets put one after another; numbers big-endian. Out-of-range numbers are a RangeError, never wrapped. */
export class OctetWriter {
  #buffer = Buffer.allocUnsafe(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.reserve(1);
    this.#buffer.writeUInt8(whole(value), at);
    return this;
  }

  i8(value: number): this {
    const at = this.reserve(1);
    this.#buffer.writeInt8(whole(value), at);
    return this;
  }

  u16(value: number): this {
    const at = this.reserve(2);
    this.#buffer.writeUInt16BE(whole(value), at);
    return this;
  }

  i16(value: number): this {
    const at = this.reserve(2);
    this.#buffer.writeInt16BE(whole(value), at);
    return this;
  }

  u32(value: number): this {
    const at = this.reserve(4);
    this.#buffer.writeUInt32BE(whole(value), at);
    return this;
  }

  i32(value: number): this {
    const at = this.reserve(4);
    this.#buffer.writeInt32BE(whole(value), at);
    return this;
  }

  u64(value: bigint): this {
    const at = this.reserve(8);
    this.#buffer.writeBigUInt64BE(value, at);
    return this;
  }

  i64(value: bigint): this {
    const at = this.reserve(8);
    this.#buffer.writeBigInt64BE(value, at);
    return this;
  }

  f32(value: number): this {
    const at = this.reserve(4);
    this.#buffer.writeFloatBE(value, at);
    return this;
  }

  f64(value: number): this {
    const at = this.reserve(8);
    this.#buffer.writeDoubleBE(value, at);
    return this;
  }

  octets(octets: ArrayLike<number>): this {
    const at = this.reserve(octets.length);
    this.#buffer.set(octets, at);
    return this;
  }

  /** What was written, as a copy that later writes do not touch. */
  finish(): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  private reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, at));
      this.#buffer = grown;
    }
    return at;
  }
}

/** Buffers write NaN as 0 and cut fractions off. */
function whole(value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is no whole number`);
  return value;
}
