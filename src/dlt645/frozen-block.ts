import { FrameError } from '../octets';
import { type DecodedField, decodeRecord, recordOctets } from './record';
import { FROZEN_ITEMS } from './registers/frozen';
import { type Layout, parseLayout } from './registers/register';
import { decodeValue, type Value } from './value';

interface FrozenItem {
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly layout: Layout;
}

const ITEMS: readonly FrozenItem[] = FROZEN_ITEMS.map(
  ([, name, nameZh, unit, format, ...marks]) => {
    return {
      name,
      nameZh,
      unit: unit || null,
      layout: parseLayout(format, marks.includes('signed')),
    };
  },
);

const SEPARATOR = 0xaa;

/**
 * A whole frozen block: its items in the order of DI1, each closed by AAH, as State Grid meters send it. The
 * standard shows no separators, and which items there are depends on the mode word 04000902, which the
 * answer does not carry; so a block of another shape is not guessed at.
 * @throws FrameError `unsupported` for another shape, `length` for an item of the wrong length.
 */
export function decodeFrozenBlock(data: Uint8Array, from: number): DecodedField[] {
  const sections = split(data, from);
  if (sections.length !== ITEMS.length && sections.length !== HOURLY_ITEMS) {
    throw new FrameError('unsupported', 'the items of this block are set by 04000902', data, from);
  }
  return sections.map(([start, end], index) => {
    const { name, nameZh, unit, layout } = ITEMS[index] as FrozenItem;
    return { name, nameZh, unit, value: decodeItem(layout, data, start, end) };
  });
}

/** Time, forward and reverse active energy. */
const HOURLY_ITEMS = 3;

/** AAH is no BCD, so it cannot be inside an item. */
function split(data: Uint8Array, from: number): [start: number, end: number][] {
  const sections: [number, number][] = [];
  let start = from;
  for (let at = from; at < data.length; at++) {
    if (data[at] !== SEPARATOR) continue;
    sections.push([start, at]);
    start = at + 1;
  }
  if (start < data.length) sections.push([start, data.length]);
  return sections;
}

function decodeItem(layout: Layout, data: Uint8Array, start: number, end: number): Value | Value[] {
  if (layout.kind === 'record') {
    if (recordOctets(layout.fields) !== end - start) refuseLength(data, start);
    return [...(decodeRecord(layout.fields, data, start).values ?? [])];
  }
  if (layout.kind !== 'value' && layout.kind !== 'list') return [];
  const width = layout.format.octets;
  if ((end - start) % width !== 0) refuseLength(data, start);
  const values: Value[] = [];
  for (let at = start; at < end; at += width)
    values.push(decodeValue(layout.format, data, at, at + width));
  return layout.kind === 'value' ? (values[0] ?? null) : values;
}

function refuseLength(data: Uint8Array, offset: number): never {
  throw new FrameError('length', 'an item of a frozen block is cut', data, offset);
}
