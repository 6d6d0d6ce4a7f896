import { fromHex, toHex } from '../octets/hex';
import { type Motion, meterAddress, moved, type RawValue } from './device';
import { type Dlt645Frame, dlt645Frame, printed, wireOrder } from './dlt645-frame';
import { BLOCKS, SINGLE_PHASE, THREE_PHASE } from './dlt645-registers';
import { Dlt645Relay, type RelayTemper } from './dlt645-relay';
import type { Random } from './random';

export interface Dlt645MeterOptions {
  /** 12 digits, most significant first. */
  readonly address?: string;
  readonly phases?: 1 | 3;
  /** More registers, or other values: hex by data identifier, wire order, free of the 33H offset. */
  readonly registers?: Readonly<Record<string, string>>;
  /** How many FEH stand in front of each answer. */
  readonly leadBytes?: number;
  /** The most data octets of an answer beside its identifier; what is left comes by function 12H. */
  readonly answerLimit?: number;
  /** Every nth answer has a wrong checksum. */
  readonly badChecksumEvery?: number;
  /** It is on the line, but never answers. */
  readonly dead?: boolean;
  /** Level and password as sent, hex, with which it is written and switched; `00000000` unless given. */
  readonly password?: string;
  /** It obeys unless given. */
  readonly relay?: RelayTemper;
}

interface Register {
  readonly first: Uint8Array;
  data: Uint8Array;
  motion: Motion | undefined;
}

const READ = 0x11;
const READ_FOLLOWING = 0x12;
const READ_ADDRESS = 0x13;
const WRITE = 0x14;
const CONTROL = 0x1c;
const ANSWER = 0x80;
const MORE_FOLLOWS = 0x20;
const REFUSED = 0xc0;
const NO_SUCH_DATA = 0x02;
const UNAUTHORISED = 0x04;

const EVERYBODY = 'aaaaaaaaaaaa';
const BROADCAST = '999999999999';
const RUN_STATE_3 = '04000503';
const DATE = '04000101';
const TIME = '04000102';
const DATE_AND_TIME = '0400010C';
/** Identifier, password and operator code stand before what is written. */
const WRITTEN = 12;

/** Reads are at most 200 octets of data; identifier and sequence number take five. */
const LONGEST_ANSWER = 195;

/** One DL/T 645-2007 meter on a line: requests in, answers out. */
export class Dlt645Meter {
  readonly address: string;
  readonly relay: Dlt645Relay;
  readonly #options: Dlt645MeterOptions;
  readonly #registers: ReadonlyMap<string, Register>;
  /** What was read last; its later parts can be asked for again and again. */
  #lastRead: { readonly identifier: string; readonly data: Uint8Array } | undefined;
  #answers = 0;

  constructor(options: Dlt645MeterOptions) {
    this.address = meterAddress(options.address ?? '000000001234');
    this.relay = new Dlt645Relay(options.relay ?? 'obeys');
    this.#options = options;
    this.#registers = registers(this.address, options);
  }

  /** Undefined: it is not meant, or keeps silent. */
  answer(request: Dlt645Frame): Uint8Array | undefined {
    if (this.#options.dead || !this.#isMeant(request)) return undefined;
    switch (request.control) {
      case READ:
        return this.#read(request.data);
      case READ_FOLLOWING:
        return this.#readFollowing(request.data);
      case READ_ADDRESS:
        return this.#send(READ_ADDRESS | ANSWER, wireOrder(this.address));
      case WRITE:
        return this.#write(request.data);
      case CONTROL:
        return this.#control(request);
      default:
        return request.control < ANSWER ? this.#refuse(request.control, UNAUTHORISED) : undefined;
    }
  }

  /** An answer to a read that nobody asked. Undefined: there is no such register. */
  reading(identifier: string): Uint8Array | undefined {
    const data = this.#data(identifier);
    return data && this.#send(READ | ANSWER, Buffer.concat([wireOrder(identifier), data]));
  }

  setValue(identifier: string, value: RawValue): void {
    const register = this.#registers.get(identifier.toUpperCase());
    if (register === undefined) throw new RangeError(`this meter has no ${identifier}`);
    register.data = typeof value === 'string' ? fromHex(value) : bcd(value, register.data.length);
    register.motion = undefined;
  }

  move(random: Random): void {
    for (const register of this.#registers.values()) {
      if (register.motion === undefined) continue;
      const { first, data, motion } = register;
      register.data = bcd(moved(motion, integer(first), integer(data), random), data.length);
    }
  }

  /** The clock stands in three registers. */
  #write(request: Uint8Array): Uint8Array {
    const register = this.#registers.get(identifierOf(request));
    const data = request.subarray(WRITTEN);
    if (!this.#isAllowed(request.subarray(4, 8)) || register?.data.length !== data.length) {
      return this.#refuse(WRITE, UNAUTHORISED);
    }
    register.data = data;
    const clock = this.#registers.get(DATE_AND_TIME);
    if (clock) clock.data = Buffer.concat([this.#raw(TIME), this.#raw(DATE)]);
    return this.#send(WRITE | ANSWER, new Uint8Array());
  }

  /** Nobody is switched by an address that others share. */
  #control({ address, data }: Dlt645Frame): Uint8Array | undefined {
    if (address !== this.address) return undefined;
    const date = printed(this.#raw(DATE)).slice(0, 6);
    const now = date + printed(this.#raw(TIME));
    const isTaken = this.#isAllowed(data.subarray(0, 4)) && this.relay.order(data, now);
    return isTaken
      ? this.#send(CONTROL | ANSWER, new Uint8Array())
      : this.#refuse(CONTROL, UNAUTHORISED);
  }

  #isAllowed(password: Uint8Array): boolean {
    return toHex(password) === (this.#options.password ?? '00000000').toLowerCase();
  }

  #raw(identifier: string): Uint8Array {
    return this.#registers.get(identifier)?.data ?? new Uint8Array();
  }

  /** By its own address, or by low digits of it with AA in all higher octets. */
  #isMeant({ address, control }: Dlt645Frame): boolean {
    if (address === BROADCAST) return false;
    if (address === EVERYBODY) return control >= READ && control <= READ_ADDRESS;
    return this.address.endsWith(address.replace(/^(?:aa)+/, ''));
  }

  #read(request: Uint8Array): Uint8Array {
    const identifier = identifierOf(request);
    const data = request.length === 4 ? this.#data(identifier) : undefined;
    if (data === undefined) return this.#refuse(READ, NO_SUCH_DATA);
    this.#lastRead = { identifier, data };
    return this.#sendPart(READ, identifier, data, 0);
  }

  #readFollowing(request: Uint8Array): Uint8Array {
    const { identifier, data = new Uint8Array() } = this.#lastRead ?? {};
    const sequence = request[4] ?? 0;
    const isThere =
      identifierOf(request) === identifier &&
      sequence > 0 &&
      sequence * this.#answerLimit < data.length;
    return isThere
      ? this.#sendPart(READ_FOLLOWING, identifier, data, sequence)
      : this.#refuse(READ_FOLLOWING, NO_SUCH_DATA);
  }

  /** The part that comes with this sequence number, which only the parts after the first tell. */
  #sendPart(control: number, identifier: string, data: Uint8Array, sequence: number): Uint8Array {
    const from = sequence * this.#answerLimit;
    const to = from + this.#answerLimit;
    const answer = control | ANSWER | (to < data.length ? MORE_FOLLOWS : 0);
    const end = sequence > 0 ? [sequence] : [];
    return this.#send(
      answer,
      Uint8Array.of(...wireOrder(identifier), ...data.subarray(from, to), ...end),
    );
  }

  get #answerLimit(): number {
    return this.#options.answerLimit ?? LONGEST_ANSWER;
  }

  #data(identifier: string): Uint8Array | undefined {
    const block = BLOCKS[identifier];
    if (block === undefined) return this.#single(identifier);
    return Buffer.concat(block.flatMap((item) => this.#registers.get(item)?.data ?? []));
  }

  /** The relay's bits stand in run-state word 3. */
  #single(identifier: string): Uint8Array | undefined {
    const data = this.#registers.get(identifier)?.data;
    if (identifier !== RUN_STATE_3 || data?.length !== 2) return data;
    return Uint8Array.of((data[0] ?? 0) | this.relay.bits, data[1] ?? 0);
  }

  #refuse(control: number, error: number): Uint8Array {
    return this.#send((control & 0x1f) | REFUSED, Uint8Array.of(error));
  }

  #send(control: number, data: Uint8Array): Uint8Array {
    const { leadBytes = 0, badChecksumEvery = 0 } = this.#options;
    const frame = dlt645Frame(this.address, control, data);
    this.#answers += 1;
    if (badChecksumEvery > 0 && this.#answers % badChecksumEvery === 0) {
      frame[frame.length - 2] = (frame[frame.length - 2] ?? 0) ^ 0xff;
    }
    return Buffer.concat([Buffer.alloc(leadBytes, 0xfe), frame]);
  }
}

function registers(address: string, options: Dlt645MeterOptions): Map<string, Register> {
  const table = new Map<string, Register>();
  const set = (identifier: string, data: Uint8Array, motion?: Motion) =>
    table.set(identifier.toUpperCase(), { first: data, data, motion });
  for (const { identifier, data, motion } of THREE_PHASE) set(identifier, fromHex(data), motion);
  set('04000401', wireOrder(address));
  set('04000402', wireOrder(address));
  const changes = { ...(options.phases === 1 ? SINGLE_PHASE : {}), ...options.registers };
  for (const [identifier, data] of Object.entries(changes)) set(identifier, fromHex(data));
  return table;
}

function identifierOf(request: Uint8Array): string {
  return printed(request.subarray(0, 4)).toUpperCase();
}

/** Packed BCD, low octet first, the sign in the top bit. */
function bcd(value: number, octets: number): Uint8Array {
  const digits = Math.abs(value).toString();
  if (!/^\d+$/.test(digits) || digits.length > octets * 2) {
    throw new RangeError(`${value} is no integer of at most ${octets * 2} digits`);
  }
  const data = wireOrder(digits.padStart(octets * 2, '0'));
  if (value < 0) data[octets - 1] = (data[octets - 1] ?? 0) | 0x80;
  return data;
}

/** Of an unsigned register: only those move. */
function integer(data: Uint8Array): number {
  return Number(printed(data));
}
