import { expandPattern, matchPattern, type Pattern, type PatternMatch, parsePattern } from './pattern';
import { blockLayout, parseLayout, type Register, type RegisterGroup } from './register';
import type { RegisterRow } from './row';
import { type RegisterName, searchFamily } from './search';

export type Standard = '2007' | '1997';

/** Rows of one class of registers. */
export interface RegisterClass {
  readonly group: RegisterGroup;
  readonly rows: readonly RegisterRow[];
}

/** What a user says of a register of their meter; what is left out stays as the standard has it. */
export interface UserRegister {
  /** The identifier, or a pattern such as `0001TTSS`. */
  readonly di: string;
  readonly name?: string;
  readonly nameZh?: string;
  readonly unit?: string;
  /** As in the tables: `XX.XXXX`, `3*XXX.X`, `ASCII:32`. */
  readonly format?: string;
  readonly signed?: boolean;
  readonly writable?: boolean;
}

/** Registers that differ in the parts of their identifier only. */
interface Family extends Omit<Register, 'di'> {
  readonly pattern: Pattern;
}

/** The family that covers an identifier, and what the identifier says in its parts. */
interface Located {
  readonly family: Family;
  readonly match: PatternMatch;
}

/** Registers in use stay resolved: more than any gateway reads, far fewer than there are. */
const MOST_RESOLVED = 4096;

/**
 * The registers of a standard, or of one meter model. A few hundred families stand for tens of thousands of
 * identifiers; a register is made when it is asked for, in constant time.
 */
export class RegisterTable {
  readonly standard: Standard;
  /** Octets of a data identifier: 4, or 2 in 1997. */
  readonly diOctets: number;
  readonly #families: readonly Family[];
  /** Families by the mask of their fixed digits, exact ones first, then by those digits. */
  readonly #index: ReadonlyMap<number, ReadonlyMap<number, readonly Family[]>>;
  readonly #fallback: RegisterTable | undefined;
  readonly #resolved = new Map<number, Register | undefined>();

  private constructor(standard: Standard, families: readonly Family[], fallback?: RegisterTable) {
    this.standard = standard;
    this.diOctets = standard === '2007' ? 4 : 2;
    this.#families = families;
    this.#index = indexFamilies(families);
    this.#fallback = fallback;
  }

  /** @throws RangeError where a row is not well-formed. */
  static of(standard: Standard, classes: readonly RegisterClass[]): RegisterTable {
    return new RegisterTable(
      standard,
      classes.flatMap(({ group, rows }) => rows.map((row) => familyOf(row, group))),
    );
  }

  /**
   * This table with registers of the user's own, which come first.
   * @throws RangeError where one is not well-formed; the message names it.
   */
  with(registers: readonly UserRegister[]): RegisterTable {
    const families = registers.map((register) => this.userFamily(register));
    return new RegisterTable(this.standard, families, this);
  }

  /** The register of an identifier given as a number; undefined where none is known. */
  find(di: number): Register | undefined {
    const resolved = this.#resolved.get(di);
    if (resolved !== undefined || this.#resolved.has(di)) return resolved;
    if (this.#resolved.size >= MOST_RESOLVED) this.#resolved.clear();
    const located = this.locate(di);
    const register = located && makeRegister(this.text(di), located);
    this.#resolved.set(di, register);
    return register;
  }

  /** The register of an identifier given as hex digits, most significant first. */
  findText(di: string): Register | undefined {
    if (di.length !== this.diOctets * 2 || !/^[0-9a-f]+$/i.test(di)) return undefined;
    return this.find(Number.parseInt(di, 16));
  }

  /** Every identifier there is a register for, blocks included. */
  *identifiers(): Generator<string> {
    for (const { pattern } of this.#families) {
      for (const [di] of expandPattern(pattern)) yield this.text(di);
    }
    if (this.#fallback !== undefined) yield* this.#fallback.identifiers();
  }

  /** The registers whose digits or name in either language have every word; the words are in lower case. */
  *search(words: readonly string[]): Generator<RegisterName> {
    for (const family of this.#families) yield* searchFamily(family, words, (di) => this.text(di));
    if (this.#fallback !== undefined) yield* this.#fallback.search(words);
  }

  private text(di: number): string {
    return di
      .toString(16)
      .toUpperCase()
      .padStart(this.diOctets * 2, '0');
  }

  private locate(di: number): Located | undefined {
    for (const [mask, families] of this.#index) {
      for (const family of families.get((di & mask) >>> 0) ?? []) {
        const match = matchPattern(family.pattern, di);
        if (match !== undefined) return { family, match };
      }
    }
    return this.#fallback?.locate(di);
  }

  private userFamily({ di, ...own }: UserRegister): Family {
    const pattern = parsePattern(di.toUpperCase());
    const base = this.baseOf(pattern);
    const format = own.format ?? base?.format;
    if (di.length !== this.diOctets * 2 || format === undefined) {
      throw new RangeError(`register ${di} needs ${this.diOctets * 2} digits and a format`);
    }
    const signed = own.signed ?? base?.signed ?? false;
    return {
      pattern,
      name: own.name ?? base?.name ?? di,
      nameZh: own.nameZh ?? own.name ?? base?.nameZh ?? di,
      unit: (own.unit ?? base?.unit) || null,
      signed,
      writable: own.writable ?? base?.writable ?? false,
      elastic: base?.elastic ?? false,
      group: base?.group ?? 'parameter',
      format,
      layout: parseLayout(format, signed),
    };
  }

  private baseOf(pattern: Pattern): Family | undefined {
    const [first] = expandPattern(pattern);
    return first === undefined ? undefined : this.locate(first[0])?.family;
  }
}

function indexFamilies(families: readonly Family[]): Map<number, Map<number, Family[]>> {
  const byMask = new Map<number, Map<number, Family[]>>();
  const exactFirst = [...families].sort((a, b) => a.pattern.parts.length - b.pattern.parts.length);
  for (const family of exactFirst) {
    const { mask, fixed } = family.pattern;
    const byDigits = byMask.get(mask) ?? new Map<number, Family[]>();
    byMask.set(mask, byDigits);
    byDigits.set(fixed, [...(byDigits.get(fixed) ?? []), family]);
  }
  return byMask;
}

function makeRegister(di: string, { family, match }: Located): Register {
  const { pattern: _, ...common } = family;
  const { label, labelZh, blockOf } = match;
  return {
    ...common,
    di,
    name: common.name + label,
    nameZh: common.nameZh + labelZh,
    layout: blockOf === undefined ? common.layout : blockLayout(common.layout, blockOf),
  };
}

function familyOf(row: RegisterRow, group: RegisterGroup): Family {
  const [pattern, name, nameZh, unit, format, ...marks] = row;
  const signed = marks.includes('signed');
  return {
    pattern: parsePattern(pattern),
    name,
    nameZh,
    unit: unit || null,
    signed,
    writable: marks.includes('writable'),
    elastic: marks.includes('elastic'),
    group,
    format,
    layout: parseLayout(format, signed),
  };
}
