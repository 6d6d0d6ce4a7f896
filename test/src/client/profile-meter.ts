import type { Socket } from 'node:net';

/** 2026-01-01T00:00. */
export const FIRST_ROW = 1_767_225_600_000;
export const QUARTER = 900_000;

export interface ProfileMeterOptions {
  /** Local times of the rows, ms as if UTC, as the buffer has them. */
  readonly times: readonly number[];
  readonly selections?: 'all' | 'entry' | 'none' | 'ignored';
  /** Octets of a block. */
  readonly block?: number;
  /** The connection is lost in place of so many-th answer. */
  readonly dropAt?: number;
  /** Only the first row has its time; the others say null. */
  readonly compressed?: boolean;
  /** Seconds between rows that it tells. */
  readonly period?: number;
  /** Before an answer about the buffer. */
  readonly beforeBuffer?: () => void;
}

const AARE =
  '6129 A109060760857405080101 A203020100 A305A103020100 BE10 040E 0800 06 5F1F0400 001C1D 0400 0007';
const CLOCK = '0204 120008 0906 0000010000FF 0F02 120000';
const ENERGY = '0204 120003 0906 0100010800FF 0F02 120000';

/** A meter with a load profile of clock and energy, at the meter's end of a line. */
export class ProfileMeter {
  answers = 0;
  #times: number[];
  readonly #socket: Socket;
  readonly #options: ProfileMeterOptions;
  #rest: Buffer = Buffer.alloc(0);
  /** What is left of the answer that goes in blocks. */
  #blocks: Buffer[] = [];
  #asked = 0;

  constructor(socket: Socket, options: ProfileMeterOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#times = [...options.times];
    socket.on('data', (chunk) => this.#receive(chunk));
  }

  /** A row is captured; the oldest one makes room for it. */
  capture(time: number): void {
    this.#times = [...this.#times.slice(1), time];
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 8) {
      const end = 8 + this.#rest.readUInt16BE(6);
      if (this.#rest.length < end) return;
      const apdu = this.#rest.subarray(8, end);
      this.#rest = this.#rest.subarray(end);
      this.#answer(apdu);
    }
  }

  #answer(apdu: Buffer): void {
    if (++this.answers === this.#options.dropAt) {
      this.#socket.destroy();
      return;
    }
    const answer = this.#answerTo(apdu);
    const header = Buffer.from('0001000100010000', 'hex');
    header.writeUInt16BE(answer.length, 6);
    this.#socket.write(Buffer.concat([header, answer]));
  }

  #answerTo(apdu: Buffer): Buffer {
    const [tag = 0, kind = 0, invoke = 0] = apdu;
    if (tag === 0x60) return hex(AARE);
    if (tag === 0x62) return hex('6303800100');
    if (tag === 0xc0 && kind === 2) return this.#nextBlock(invoke, apdu.readUInt32BE(3) + 1);
    const result = this.#read(apdu.readInt8(11), apdu.subarray(12));
    const { block = 400 } = this.#options;
    if (result.length <= block) {
      return Buffer.concat([Buffer.from([0xc4, 0x01, invoke]), result]);
    }
    const data = result.subarray(1);
    const count = Math.ceil(data.length / block);
    this.#blocks = Array.from({ length: count }, (_, index) =>
      data.subarray(index * block, (index + 1) * block),
    );
    return this.#nextBlock(invoke, 1);
  }

  #nextBlock(invoke: number, number: number): Buffer {
    const raw = this.#blocks[number - 1] ?? Buffer.alloc(0);
    const head = Buffer.alloc(12);
    head.set([0xc4, 0x02, invoke, number === this.#blocks.length ? 1 : 0]);
    head.writeUInt32BE(number, 4);
    head.set([0x00, 0x82], 8);
    head.writeUInt16BE(raw.length, 10);
    return Buffer.concat([head, raw]);
  }

  #read(attribute: number, selection: Buffer): Buffer {
    const { period = 900, selections = 'all' } = this.#options;
    if (attribute === 3) return hex(`00 0102 ${CLOCK} ${ENERGY}`);
    if (attribute === 4) return hex(`00 06 ${word(period)}`);
    if (attribute === 5) return hex('00 1601');
    if (attribute === 7) return hex(`00 06 ${word(this.#times.length)}`);
    if (this.#asked++ > 0) this.#options.beforeBuffer?.();
    const selector = selection[0] === 1 ? selection[1] : 0;
    const isKnown = selections === 'all' || (selections === 'entry' && selector === 2);
    if (selector === 0 || selections === 'ignored') return this.#buffer(this.#times);
    if (!isKnown) return hex('01 0C');
    if (selector === 1) {
      const [from, to] = [timeIn(selection, 24), timeIn(selection, 38)];
      return this.#buffer(this.#times.filter((time) => time >= from && time <= to));
    }
    const [first, last] = [selection.readUInt32BE(5), selection.readUInt32BE(10)];
    return this.#buffer(this.#times.slice(first - 1, last));
  }

  /** The energy of a row is its time in quarters of an hour since the first one. */
  #buffer(times: readonly number[]): Buffer {
    const rows = times.map((time, index) => {
      const isNull = this.#options.compressed && index > 0;
      const energy = word((time - FIRST_ROW) / QUARTER);
      return `0202 ${isNull ? '00' : `090C ${dateTime(time)}`} 06 ${energy}`;
    });
    return hex(`00 01 82 ${word(times.length).slice(4)} ${rows.join('')}`);
  }
}

function dateTime(time: number): string {
  const at = new Date(time);
  const octets = Buffer.alloc(12, 0xff);
  octets.writeUInt16BE(at.getUTCFullYear(), 0);
  octets.set([at.getUTCMonth() + 1, at.getUTCDate(), 0xff, at.getUTCHours()], 2);
  octets.set([at.getUTCMinutes(), at.getUTCSeconds(), 0, 0x80, 0x00, 0xff], 6);
  return octets.toString('hex');
}

/** The date-time of a bound, whose tag and length stand before it. */
function timeIn(selection: Buffer, at: number): number {
  const part = (offset: number) => selection.readUInt8(at + offset);
  const year = selection.readUInt16BE(at);
  return Date.UTC(year, part(2) - 1, part(3), part(5), part(6), part(7));
}

function word(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
