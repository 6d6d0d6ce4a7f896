import { PARTS, type Part } from './parts';

/** The identifiers that a row covers: fixed digits, and parts that run through a range. */
export interface Pattern {
  /** The fixed digits, zeros where parts are. */
  readonly fixed: number;
  /** Ones over the fixed digits. */
  readonly mask: number;
  readonly parts: readonly PatternPart[];
}

interface PatternPart {
  readonly part: Part;
  /** Where in the identifier its lowest bit is. */
  readonly shift: number;
  /** All ones: the value that asks for the whole block, where the part has one. */
  readonly all: number;
}

/** What an identifier says in the places of a pattern's parts. */
export interface PatternMatch {
  /** English words for the parts: ", tariff 2", ", block". */
  readonly label: string;
  readonly labelZh: string;
  /** How many values a block holds at most; absent for a single value. */
  readonly blockOf?: number;
}

/**
 * A pattern such as `0001TTSS`, most significant digit first.
 * @throws RangeError for an unknown letter.
 */
export function parsePattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  for (const { 0: letters, index } of text.matchAll(/([G-Z])\1?/g)) {
    const part = PARTS[letters];
    if (part === undefined) throw new RangeError(`"${letters}" in "${text}" is no part of an identifier`);
    const shift = (text.length - index - letters.length) * 4;
    parts.push({ part, shift, all: 16 ** letters.length - 1 });
  }
  if (!/^(?:[0-9A-Z]{4}){1,2}$/.test(text)) {
    throw new RangeError(`"${text}" is no pattern of data identifiers`);
  }
  const fixed = Number.parseInt(text.replace(/[G-Z]/g, '0'), 16);
  const mask = Number.parseInt(
    text.replace(/./g, (digit) => (digit > 'F' ? '0' : 'F')),
    16,
  );
  return { fixed, mask, parts };
}

/** What `di` says in the places of the parts; undefined where it is out of their ranges. One block at most. */
export function matchPattern(pattern: Pattern, di: number): PatternMatch | undefined {
  let label = '';
  let labelZh = '';
  let blockOf: number | undefined;
  for (const { part, shift, all } of pattern.parts) {
    const value = (di >>> shift) & all;
    if (value === all && part.blockOf !== undefined && blockOf === undefined) {
      blockOf = part.blockOf;
      continue;
    }
    if (value < part.from || value > part.to) return undefined;
    label += suffix(', ', part.label(value));
    labelZh += suffix(' ', part.labelZh(value));
  }
  if (blockOf === undefined) return { label, labelZh };
  return { label: `${label}, block`, labelZh: `${labelZh} 数据块`, blockOf };
}

function suffix(separator: string, text: string): string {
  return text === '' ? '' : separator + text;
}

/** Every identifier that the pattern covers, blocks included, and what it says in the places of the parts. */
export function* expandPattern(pattern: Pattern, di = pattern.fixed, index = 0): Generator<[di: number, match: PatternMatch]> {
  const next = pattern.parts[index];
  if (next === undefined) {
    const match = matchPattern(pattern, di);
    if (match !== undefined) yield [di, match];
    return;
  }
  const values = Array.from({ length: next.part.to - next.part.from + 1 }, (_, at) => next.part.from + at);
  if (next.part.blockOf !== undefined) values.push(next.all);
  for (const value of values) yield* expandPattern(pattern, di + value * 2 ** next.shift, index + 1);
}
