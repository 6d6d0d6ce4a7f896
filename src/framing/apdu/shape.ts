/**
 * What an APDU looks like from outside: just enough of IEC 62056-5-3 to find where it ends. A shape is a row
 * of steps; a number is so many octets of any value.
 */
export type Shape = readonly Step[];

export type Step =
  | number
  /** A length, which is `least` or more, and so many octets, the first of which is one of `first`. */
  | { readonly step: 'string'; readonly least?: number; readonly first?: ReadonlySet<number> }
  /** A length in bits, and the octets that hold them. */
  | { readonly step: 'bits' }
  /** A count, which is `least` or more, and so many times the shape, which is never empty. */
  | { readonly step: 'list'; readonly of: Shape; readonly least?: number }
  /** An octet that says what follows; any other octet is refused. */
  | { readonly step: 'choice'; readonly shapes: ReadonlyMap<number, Shape> }
  /** 00H, or 01H and the shape, at the end of an APDU. Some servers leave even the 00H out. */
  | { readonly step: 'trailing'; readonly shape: Shape };

export const NOTHING: Shape = [];
export const STRING: Step = { step: 'string' };

export function list(...of: Step[]): Step {
  return { step: 'list', of };
}

export function listOfSome(...of: Step[]): Step {
  return { step: 'list', of, least: 1 };
}

export function choice(shapes: Readonly<Record<number, Shape>>): Step {
  return { step: 'choice', shapes: byOctet(shapes) };
}

/** 00H, or 01H and the steps. */
export function optional(...steps: Step[]): Step {
  return choice({ 0: NOTHING, 1: steps });
}

/** A table keyed by an octet, as a map. */
export function byOctet<Value>(table: Readonly<Record<number, Value>>): Map<number, Value> {
  return new Map(Object.entries(table).map(([octet, value]) => [Number(octet), value]));
}
