import { PARTS, type Part } from './parts';
import { expandPattern, type Pattern } from './pattern';
import type { Register } from './register';

/** What a list of registers says of one. */
export type RegisterName = Pick<Register, 'di' | 'name' | 'nameZh' | 'unit'>;

interface NamedFamily extends Omit<RegisterName, 'di'> {
  readonly pattern: Pattern;
}

/** All that the labels of a part say, to know where looking at each of them is in vain. */
const PART_TEXTS: ReadonlyMap<Part, string> = new Map(Object.values(PARTS).map((part) => [part, textOf(part)]));

/**
 * The registers of a family whose digits begin with, or whose name in either language has, each of the words,
 * which are in lower case. Names are made as they are asked for.
 */
export function* searchFamily({ pattern, name, nameZh, unit }: NamedFamily, words: readonly string[], digitsOf: (di: number) => string): Generator<RegisterName> {
  const familyText = `${name} ${nameZh}`.toLowerCase();
  const left = words.filter((word) => !familyText.includes(word));
  const digits = digitsOf(pattern.fixed).length;
  if (!left.every((word) => mayBegin(pattern, word, digits) || mayBeLabel(pattern, word))) return;
  for (const [number, { label, labelZh }] of expandPattern(pattern)) {
    const di = digitsOf(number);
    const labels = `${label} ${labelZh}`.toLowerCase();
    if (left.every((word) => di.toLowerCase().startsWith(word) || labels.includes(word))) {
      yield { di, name: name + label, nameZh: nameZh + labelZh, unit };
    }
  }
}

/** Whether an identifier of the family may begin with the word. */
function mayBegin({ fixed, mask }: Pattern, word: string, digits: number): boolean {
  if (word.length > digits || !/^[0-9a-f]+$/.test(word)) return false;
  const shift = (digits - word.length) * 4;
  return (((fixed >>> shift) ^ Number.parseInt(word, 16)) & (mask >>> shift)) === 0;
}

/** Whether the word may be in what tells one register of the family from another. */
function mayBeLabel({ parts }: Pattern, word: string): boolean {
  return 'block 数据块'.includes(word) || parts.some(({ part }) => PART_TEXTS.get(part)?.includes(word));
}

function textOf({ from, to, label, labelZh }: Part): string {
  const values = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return values
    .map((value) => `${label(value)} ${labelZh(value)}`)
    .join(' ')
    .toLowerCase();
}
