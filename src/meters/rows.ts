import { isMeterId, TimeZone } from '../telemetry';
import type { Column } from './columns';
import type { ReadKeys } from './key-cells';
import type { WrappedKeys } from './key-safe';
import { type ListedMeter, MAX_LISTED, type Ratio } from './listed-meter';
import type { Problems } from './problem';

/** One meter as a file has it: text from CSV, anything from JSON. Empty cells are absent. */
export interface MeterRow {
  readonly row: number;
  readonly cells: ReadonlyMap<Column, unknown>;
}

const MAX_TEXT = 100;
const RATIO = /^\d{1,7}(?:\.\d{1,6})?$/;
const ID_RULE = 'an id has 1 to 32 letters, digits, - or _';

/** The meters that rows describe. What is wrong goes to `problems`, and then the result is of no use. */
export function metersOf(
  rows: readonly MeterRow[],
  problems: Problems,
  readKeys: ReadKeys,
): readonly ListedMeter[] {
  if (rows.length > MAX_LISTED) problems.add({ text: `more than ${MAX_LISTED} meters` });
  const zones = new ZoneNames();
  const meters = rows.map((row) => new RowReader(row, problems, zones, readKeys).meter());
  refuseCycles(meters, refuseDuplicates(rows, meters, problems), problems);
  return meters;
}

/** To know a zone is slow, and a list names few. */
class ZoneNames {
  readonly #known = new Map<string, boolean>();

  has(name: string): boolean {
    const known = this.#known.get(name) ?? isZone(name);
    this.#known.set(name, known);
    return known;
  }
}

function isZone(name: string): boolean {
  try {
    new TimeZone(name);
    return true;
  } catch {
    return false;
  }
}

/** Reads the cells of one row. */
class RowReader {
  constructor(
    readonly row: MeterRow,
    readonly problems: Problems,
    readonly zones: ZoneNames,
    readonly readKeys: ReadKeys,
  ) {}

  meter(): ListedMeter {
    const id = this.#id('id');
    if (id === undefined) this.#refuse('id', ID_RULE, !this.row.cells.has('id'));
    return {
      id: id ?? '',
      ...optional('name', this.#text('name')),
      ...optional('group', this.#text('group')),
      ...optional('profile', this.#text('profile')),
      ...optional('via', this.#id('via')),
      ...optional('ratio', this.#ratio()),
      ...optional('timezone', this.#zone()),
      trusted: this.#flag('trusted', true),
      protected: this.#flag('protected', false),
      ...optional('keys', this.#keys(id ?? '')),
    };
  }

  #id(column: Column): string | undefined {
    return this.#checked(column, ID_RULE, (cell) => typeof cell === 'string' && isMeterId(cell));
  }

  #text(column: Column): string | undefined {
    const rule = `a text of at most ${MAX_TEXT} characters in one line`;
    return this.#checked(
      column,
      rule,
      (cell) => typeof cell === 'string' && cell.length <= MAX_TEXT && !/\p{Cc}/u.test(cell),
    );
  }

  #zone(): string | undefined {
    const rule = 'no time zone of this name is known; Asia/Shanghai is one';
    return this.#checked(
      'timezone',
      rule,
      (cell) => typeof cell === 'string' && this.zones.has(cell),
    );
  }

  #ratio(): Ratio | undefined {
    const ct = this.#number('ct');
    const vt = this.#number('vt');
    const registers = this.#checked<Ratio['registers']>(
      'registers',
      'primary or secondary',
      (cell) => cell === 'primary' || cell === 'secondary',
    );
    if (registers !== undefined) return { ct: ct ?? 1, vt: vt ?? 1, registers };
    if (ct === undefined && vt === undefined) return undefined;
    const text = 'with a ratio, say whether the registers are primary or secondary';
    this.#refuse('registers', text, !this.row.cells.has('registers'));
    return undefined;
  }

  #number(column: Column): number | undefined {
    const rule =
      'a ratio is a decimal number above 0, with at most 7 digits before the point and 6 after it';
    const cell = this.#checked<string | number>(
      column,
      rule,
      (value) =>
        (typeof value === 'number' || typeof value === 'string') &&
        RATIO.test(String(value)) &&
        Number(value) > 0,
    );
    return cell === undefined ? undefined : Number(cell);
  }

  #flag(column: Column, otherwise: boolean): boolean {
    const cell = this.#checked<string | boolean>(
      column,
      'true or false',
      (value) =>
        typeof value === 'boolean' ||
        (typeof value === 'string' && /^(?:true|false)$/i.test(value)),
    );
    return cell === undefined ? otherwise : String(cell).toLowerCase() === 'true';
  }

  #keys(meterId: string): WrappedKeys | undefined {
    try {
      return this.readKeys(this.row.cells.get('keys'), meterId);
    } catch (error) {
      this.#refuse('keys', error instanceof TypeError ? error.message : 'unreadable');
      return undefined;
    }
  }

  #checked<Cell = string>(
    column: Column,
    rule: string,
    isRight: (cell: unknown) => boolean,
  ): Cell | undefined {
    const cell = this.row.cells.get(column);
    if (cell === undefined) return undefined;
    if (isRight(cell)) return cell as Cell;
    this.#refuse(column, rule);
    return undefined;
  }

  #refuse(column: Column, text: string, isIt = true): void {
    if (isIt) this.problems.add({ row: this.row.row, column, text });
  }
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]: Value });
}

/** Gives the row of each id. */
function refuseDuplicates(
  rows: readonly MeterRow[],
  meters: readonly ListedMeter[],
  problems: Problems,
): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>();
  for (const [index, { row }] of rows.entries()) {
    const id = meters[index]?.id ?? '';
    const first = rowOf.get(id);
    if (first !== undefined) problems.add({ row, column: 'id', text: `row ${first} has this id` });
    else if (id !== '') rowOf.set(id, row);
  }
  return rowOf;
}

/** A meter behind a modem is reached through it; nothing is reached through itself. */
function refuseCycles(
  meters: readonly ListedMeter[],
  rowOf: ReadonlyMap<string, number>,
  problems: Problems,
): void {
  const viaOf = new Map(meters.map(({ id, via }) => [id, via]));
  const judged = new Set<string>();
  for (const { id } of meters) {
    const path: string[] = [];
    let at: string | undefined = id;
    for (; at !== undefined && !judged.has(at); at = viaOf.get(at)) {
      judged.add(at);
      path.push(at);
    }
    const start = at === undefined ? -1 : path.indexOf(at);
    for (const member of start < 0 ? [] : path.slice(start)) {
      problems.add({ row: rowOf.get(member), column: 'via', text: 'it leads back to this meter' });
    }
  }
}
