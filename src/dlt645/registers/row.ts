/**
 * One line of a register table: the identifiers it covers (see parts.ts for the letters), names, unit, the
 * format of what they hold (see value-format.ts), and marks.
 *
 * A format may be a list: `3*XXX.X` is three values, `*XXX.X` any number of them. `LOAD-RECORD` and
 * `FROZEN-BLOCK` have files of their own; `OPAQUE` is not described by any public source.
 */
export type RegisterRow = readonly [pattern: string, name: string, nameZh: string, unit: string, format: string | readonly FieldRow[], ...marks: readonly Mark[]];

/** One field of a record. Its format may be repeated like a row's. */
export type FieldRow = readonly [name: string, nameZh: string, unit: string, format: string, ...marks: readonly 'signed'[]];

export type Mark =
  /** The top bit of the top octet is the sign. */
  | 'signed'
  /** Function 14H (04H in 1997) may write it. */
  | 'writable'
  /** Meters send an octet more or fewer than the standard says. */
  | 'elastic';
