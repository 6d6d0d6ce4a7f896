import { type Column, isColumn } from './columns';
import { keysOfFile, type ReadKeys } from './key-cells';
import type { GivenMeter, ListedMeter } from './listed-meter';
import { MeterListError, Problems } from './problem';
import { type MeterRow, metersOf } from './rows';

const OF_RATIO: readonly string[] = ['ct', 'vt', 'registers'];

/**
 * The meters of a JSON text: a list of objects. Keys may be wrapped; `readKeys` says what else may be.
 * @throws MeterListError with all that is wrong.
 */
export function parseMeterJson(
  text: string,
  readKeys: ReadKeys = keysOfFile(undefined),
): readonly ListedMeter[] {
  return meterListOf(contentOf(text), readKeys);
}

/**
 * The meters of a list that is parsed already, such as a dialog's table.
 * @throws MeterListError with all that is wrong.
 */
export function meterListOf(
  content: unknown,
  readKeys: ReadKeys = keysOfFile(undefined),
): readonly ListedMeter[] {
  if (!Array.isArray(content)) throw new MeterListError([{ text: 'a meter list is a JSON array' }]);
  const problems = new Problems();
  const rows = content.flatMap((item, index) => rowOf(item, index + 1, problems));
  const meters = metersOf(rows, problems, readKeys);
  problems.throwIfAny();
  return meters;
}

/** Meters as JSON; of keys, what stands there. */
export function meterJson(meters: Iterable<GivenMeter>): string {
  return `${JSON.stringify([...meters], undefined, 2)}\n`;
}

/** None where the item is no meter at all. */
function rowOf(item: unknown, row: number, problems: Problems): MeterRow | readonly [] {
  const cells = new Map<Column, unknown>();
  const take = (object: object, isOurs: (name: string) => boolean): void => {
    for (const [name, cell] of Object.entries(object)) {
      if (!isColumn(name) || !isOurs(name)) {
        problems.add({ row, column: name, text: 'a meter has no such property' });
      } else if (cell !== undefined && cell !== null && cell !== '') cells.set(name, cell);
    }
  };
  if (!isObject(item)) {
    problems.add({ row, text: 'a meter is a JSON object' });
    return [];
  }
  const { ratio, ...rest } = item;
  take(rest, (name) => !OF_RATIO.includes(name));
  if (isObject(ratio)) take(ratio, (name) => OF_RATIO.includes(name));
  else if (ratio !== undefined && ratio !== null) {
    problems.add({ row, column: 'ratio', text: 'an object of ct, vt and registers' });
  }
  return { row, cells };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The engine's own message would quote the text, and the text may have keys. */
function contentOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [, position] = /position (\d+)/.exec(String(error)) ?? [];
    const line = position === undefined ? undefined : lineAt(text, Number(position));
    throw new MeterListError([
      { text: line === undefined ? 'this is no JSON' : `this is no JSON, from line ${line} on` },
    ]);
  }
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
