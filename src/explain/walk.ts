import { AxdrReader } from '../dlms/axdr';
import { FrameError } from '../octets';
import type { Field } from './explanation';

type Read<Value> = (reader: AxdrReader) => Value;

/**
 * Goes through octets once more, with the codecs' own readers, and notes what each of them reads. However it
 * ends, the fields are the octets up to some place, each once and in order.
 */
export class Walk {
  readonly reader: AxdrReader;
  readonly depth: number;
  readonly fields: Field[];
  /** The octets as sent, where those that are read were made from them. */
  readonly #sent: Uint8Array;

  constructor(
    reader: AxdrReader,
    sent: Uint8Array = reader.octets,
    depth = 0,
    fields: Field[] = [],
  ) {
    this.reader = reader;
    this.depth = depth;
    this.fields = fields;
    this.#sent = sent;
  }

  get remaining(): number {
    return this.reader.remaining;
  }

  /** Notes the octets that `read` reads, and what `say` says of the value; gives the value. */
  note<Value>(name: string, read: Read<Value>, say: (value: Value) => string): Value {
    return this.add(name, read, say, {});
  }

  /** The same for key material. */
  noteSecret(name: string, read: Read<unknown>): void {
    this.add(name, read, () => 'not shown', { secret: true });
  }

  /** Notes all octets that are left, if any. */
  noteRest(name: string, meaning: string): void {
    if (this.remaining > 0) this.note(name, takeRest, () => meaning);
  }

  /** What `read` reads, without going on; undefined where it finds fault. */
  ahead<Value>(read: Read<Value>): Value | undefined {
    const { position } = this.reader;
    try {
      return read(this.reader);
    } catch (error) {
      if (error instanceof FrameError) return undefined;
      throw error;
    } finally {
      this.reader.position = position;
    }
  }

  /** The same place, one structure deeper. */
  deeper(): Walk {
    return new Walk(this.reader, this.#sent, this.depth + 1, this.fields);
  }

  /** The next `length` octets only, one structure deeper; this walk goes on behind them. */
  part(length: number): Walk {
    return new Walk(this.reader.part(length), this.#sent, this.depth + 1, this.fields);
  }

  /** The octets that are left, read by another cursor. */
  with(reader: AxdrReader): Walk {
    return new Walk(reader, this.#sent, this.depth, this.fields);
  }

  /** Goes one way, or, where that finds fault, the other way from the same place. */
  either(one: (walk: Walk) => void, other: (walk: Walk) => void): void {
    const { position } = this.reader;
    const { length } = this.fields;
    try {
      one(this);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.reader.position = position;
      this.fields.length = length;
      other(this);
    }
  }

  private add<Value>(
    name: string,
    read: Read<Value>,
    say: (value: Value) => string,
    marks: Pick<Field, 'secret'>,
  ): Value {
    const { reader, depth } = this;
    const offset = reader.position;
    const value = read(reader);
    const octets = this.#sent.subarray(offset, reader.position);
    this.fields.push({ offset, octets, name, meaning: say(value), depth, ...marks });
    return value;
  }
}

/** The name of octets behind a fault. */
export const NOT_EXPLAINED = 'not explained';

/** A walk over all octets, from the first one. */
export function walkOver(octets: Uint8Array): Walk {
  return new Walk(new AxdrReader(octets));
}

/**
 * Lets `go` walk to the end of `walk`. Octets that it leaves are noted without a meaning, and a fault that
 * stops it is given back.
 */
export function walkThrough(walk: Walk, go: (walk: Walk) => void): FrameError | undefined {
  const start = walk.reader.position;
  const fault = faultIn(() => go(walk));
  // A reader that found fault stands somewhere inside what it could not read.
  if (fault) walk.reader.position = endOf(walk, start);
  walk.noteRest(NOT_EXPLAINED, fault?.message ?? '');
  return fault;
}

/** Where the fields noted so far end; `start` where there are none. */
function endOf({ fields }: Walk, start: number): number {
  const last = fields.at(-1);
  return last ? last.offset + last.octets.length : start;
}

function faultIn(action: () => void): FrameError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
}

function takeRest(reader: AxdrReader): Uint8Array {
  return reader.take(reader.remaining);
}
