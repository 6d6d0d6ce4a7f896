import { OBJECTS, type ObjectRow } from './object-table';
import { fill } from './words';

type Groups = Readonly<Record<string, string>>;

interface Matcher {
  readonly row: ObjectRow;
  readonly expression: RegExp;
}

const MATCHERS: readonly Matcher[] = OBJECTS.map((row) => ({
  row,
  expression: new RegExp(
    `^${row.pattern.replace(/\./g, '\\.').replace(/[a-f]/g, (group) => `(?<${group}>\\d+)`)}$`,
  ),
}));

/** The object that a code without a measured quantity stands for, with the numbers in its name filled in. */
export function objectAt(obis: string): ObjectRow | undefined {
  for (const { row, expression } of MATCHERS) {
    const match = expression.exec(obis);
    if (match) return { ...row, ...fill(row, nonZero(match.groups ?? {})) };
  }
  return undefined;
}

/** The codes that patterns stand for when each of their letters is the number that is most used. */
export function objectCodes(): readonly string[] {
  const USUAL: Groups = { b: '0', c: '0', d: '0', e: '0', f: '255' };
  return OBJECTS.map(({ pattern }) => pattern.replace(/[a-f]/g, (group) => USUAL[group] ?? group));
}

/** The first of several is called by the name alone. */
function nonZero(groups: Groups): Groups {
  return Object.fromEntries(
    Object.entries(groups).map(([group, value]) => [group, value === '0' ? '' : value]),
  );
}
