/** A number that the standard has no name for, kept so that nothing is lost: `unknown-77`. */
export type Unknown = `unknown-${number}`;

/** The standard's names of an ENUMERATED or of INTEGER constants, both ways. */
export interface Enumeration<Name extends string = string> {
  /** All that the standard has, by number. */
  readonly names: readonly Name[];
  /** Never fails: a number without a name is `unknown-<number>`. */
  name(value: number): Name | Unknown;
  /** @throws RangeError where the name is none of these. */
  value(name: string): number;
}

/** The names of an enumeration, unknown ones included. */
export type NameIn<E> = E extends Enumeration<infer Name> ? Name | Unknown : never;

const UNKNOWN = /^unknown-(\d{1,10})$/;

/** @param what What the names name, for error texts. */
export function enumeration<const Name extends string>(
  what: string,
  names: Readonly<Record<number, Name>>,
): Enumeration<Name> {
  const values = new Map(Object.entries(names).map(([value, name]) => [name, Number(value)]));
  return {
    names: Object.values(names),
    name: (value) => names[value] ?? `unknown-${value}`,
    value: (name) => {
      const value = (values as ReadonlyMap<string, number>).get(name) ?? UNKNOWN.exec(name)?.[1];
      if (value === undefined) throw new RangeError(`"${name}" is no ${what}`);
      return Number(value);
    },
  };
}
