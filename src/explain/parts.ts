import type { AxdrReader } from '../dlms/axdr';
import type { Walk } from './walk';

/** How one structure is walked through. */
export type Part = (walk: Walk) => void;

export const u8 = (reader: AxdrReader): number => reader.u8();
export const i8 = (reader: AxdrReader): number => reader.i8();
export const u16 = (reader: AxdrReader): number => reader.u16();
export const u32 = (reader: AxdrReader): number => reader.u32();

/** So many octets. */
export function octets(count: number): (reader: AxdrReader) => Uint8Array {
  return (reader) => reader.take(count);
}

/** One field. */
export function leaf<Value>(
  name: string,
  read: (reader: AxdrReader) => Value,
  say: (value: Value) => string = String,
): Part {
  return (walk) => void walk.note(name, read, say);
}

/** Parts one after another. What a lenient decoder did without at the end is left out. */
export function sequence(...parts: readonly Part[]): Part {
  return (walk) => {
    for (const part of parts) {
      if (walk.reader.leniency && walk.remaining === 0) return;
      part(walk);
    }
  };
}

/** Parts that are inside of what stands before them. */
export function inside(...parts: readonly Part[]): Part {
  const all = sequence(...parts);
  return (walk) => all(walk.deeper());
}

/** The name of one alternative, and what it consists of. */
export type Alternative = readonly [name: string, ...parts: Part[]];

/** An octet that says what follows. */
export function choice(name: string, alternatives: Readonly<Record<number, Alternative>>): Part {
  return (walk) => {
    const offset = walk.reader.position;
    const chosen = walk.note(name, u8, (value) => alternatives[value]?.[0] ?? String(value));
    const alternative = alternatives[chosen];
    if (!alternative) return walk.reader.fail('tag', `${chosen} is no ${name}`, offset);
    const [, ...parts] = alternative;
    sequence(...parts)(walk);
  };
}

/** A count, and so many elements. */
export function list(name: string, element: Part): Part {
  return (walk) => {
    const count = walk.note(name, (reader) => reader.count(), counted);
    const elements = walk.deeper();
    for (let index = 0; index < count; index++) element(elements);
  };
}

/** A presence octet, and the parts where it is not zero. */
export function optional(name: string, ...parts: readonly Part[]): Part {
  const present = inside(...parts);
  return (walk) => {
    const there = walk.note(name, (reader) => reader.present(), presence);
    if (there) present(walk);
  };
}

/** A length, and so many octets of one thing. */
export function octetString(name: string, say: (octets: Uint8Array) => string): Part {
  return leaf(name, (reader) => reader.take(reader.length()), say);
}

/** All octets that are left. */
export function rest(name: string, say: (octets: Uint8Array) => string): Part {
  return leaf(name, (reader) => reader.take(reader.remaining), say);
}

/** The part, and nothing behind it. */
export function wholly(part: Part): Part {
  return (walk) => {
    part(walk);
    walk.reader.expectEnd();
  };
}

/** The first of two parts that uses up all octets. */
export function either(one: Part, other: Part): Part {
  return (walk) => walk.either(wholly(one), wholly(other));
}

/** The part where it uses up all octets, else octets without a meaning. */
export function loosely(part: Part): Part {
  return either(part, (walk) => walk.noteRest('octets', ''));
}

function counted(count: number): string {
  return count === 1 ? '1 element' : `${count} elements`;
}

function presence(there: boolean): string {
  return there ? 'present' : 'absent';
}
