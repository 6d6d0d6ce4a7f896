import { FrameError, type FrameErrorCode } from './frame-error';

/**
 * A bounds-checked cursor over octets. It never writes to them. Numbers are big-endian, as in all IEC
 * standards; whoever needs low octet first reads octet by octet.
 */
export class OctetReader {
  position: number;
  readonly octets: Uint8Array;
  readonly end: number;

  constructor(octets: Uint8Array, position = 0, end = octets.length) {
    this.octets = octets;
    this.position = position;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** The next octet, left where it is. */
  peek(): number {
    this.need(1);
    return this.octets[this.position] as number;
  }

  u8(): number {
    this.need(1);
    return this.octets[this.position++] as number;
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    this.need(2);
    const { octets, position } = this;
    this.position += 2;
    return ((octets[position] as number) << 8) | (octets[position + 1] as number);
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  i32(): number {
    this.need(4);
    const { octets, position } = this;
    this.position += 4;
    return (
      ((octets[position] as number) << 24) |
      ((octets[position + 1] as number) << 16) |
      ((octets[position + 2] as number) << 8) |
      (octets[position + 3] as number)
    );
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  u64(): bigint {
    const high = BigInt(this.u32());
    return (high << 32n) | BigInt(this.u32());
  }

  i64(): bigint {
    return BigInt.asIntN(64, this.u64());
  }

  f32(): number {
    return this.view(4).getFloat32(0);
  }

  f64(): number {
    return this.view(8).getFloat64(0);
  }

  /** The next `count` octets, as a view on the input. */
  take(count: number): Uint8Array {
    this.need(count);
    const start = this.position;
    this.position += count;
    return this.octets.subarray(start, this.position);
  }

  skip(count: number): void {
    this.need(count);
    this.position += count;
  }

  /** Reads an octet that must have this value. */
  expect(value: number, code: FrameErrorCode): void {
    const offset = this.position;
    const found = this.u8();
    if (found !== value) {
      throw new FrameError(
        code,
        `expected ${hex(value)}, found ${hex(found)}`,
        this.octets,
        offset,
      );
    }
  }

  /** Nothing may be left. */
  expectEnd(): void {
    if (this.remaining > 0) this.fail('end', `${this.remaining} octets left over`);
  }

  /** Refuses the octets, at the cursor unless told otherwise. */
  fail(code: FrameErrorCode, message: string, offset = this.position): never {
    throw new FrameError(code, message, this.octets, offset);
  }

  private need(count: number): void {
    if (count > this.end - this.position) {
      this.fail('truncated', `${count} octets needed, ${this.remaining} there`);
    }
  }

  private view(count: number): DataView {
    const octets = this.take(count);
    return new DataView(octets.buffer, octets.byteOffset, count);
  }
}

function hex(octet: number): string {
  return `${octet.toString(16).toUpperCase().padStart(2, '0')}H`;
}
