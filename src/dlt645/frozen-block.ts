import { FrameError } from '../octets';
import { decodeValues } from './decode-values';
import type { DecodedField } from './decoded-data';
import { encodeValues } from './encode-values';
import { FROZEN_ITEMS } from './registers/frozen';
import { parseLayout, type ValuesLayout } from './registers/register';

interface FrozenItem {
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly layout: ValuesLayout;
}

const ITEMS: readonly FrozenItem[] = FROZEN_ITEMS.map(([, ...row]) => {
  const [name, nameZh, unit, format, ...marks] = row;
  const layout = parseLayout(format, marks.includes('signed')) as ValuesLayout;
  return { name, nameZh, unit: unit || null, layout };
});
/** An hourly block has time, forward and reverse active energy only. */
const HOURLY_ITEMS = 3;

const SEPARATOR = 0xaa;

/**
 * A whole frozen block: its items in the order of DI1, each closed by AAH, as State Grid meters send it. The
 * standard shows no separators, and which items there are depends on the mode word 04000902, which the
 * answer does not carry; so a block of another shape is not guessed at.
 * @throws FrameError `unsupported` for another shape, `length` for an item of the wrong length.
 */
export function decodeFrozenBlock(octets: Uint8Array): DecodedField[] {
  const sections = split(octets);
  if (sections.length !== ITEMS.length && sections.length !== HOURLY_ITEMS) {
    throw new FrameError('unsupported', 'the items of this block are set by 04000902', octets);
  }
  return sections.map((section, index) => {
    const { name, nameZh, unit, layout } = ITEMS[index] as FrozenItem;
    const values = decodeValues(layout, section, false);
    return { name, nameZh, unit, value: layout.kind === 'value' ? (values[0] ?? null) : values };
  });
}

/**
 * The same from the values of the items in order.
 * @throws RangeError where there are not as many items as a block has, or a value does not fit.
 */
export function encodeFrozenBlock(fields: readonly Pick<DecodedField, 'value'>[]): Uint8Array {
  if (fields.length !== ITEMS.length && fields.length !== HOURLY_ITEMS) {
    throw new RangeError(`a frozen block has ${ITEMS.length} items, an hourly one ${HOURLY_ITEMS}`);
  }
  const sections = fields.map(({ value }, index) => {
    const { name, layout } = ITEMS[index] as FrozenItem;
    return [...encodeValues(layout, [value].flat(), name), SEPARATOR];
  });
  return Uint8Array.from(sections.flat());
}

/** AAH is no BCD, so it cannot be inside an item. */
function split(octets: Uint8Array): Uint8Array[] {
  const sections: Uint8Array[] = [];
  let start = 0;
  for (let end = octets.indexOf(SEPARATOR); end >= 0; end = octets.indexOf(SEPARATOR, start)) {
    sections.push(octets.subarray(start, end));
    start = end + 1;
  }
  return start < octets.length ? [...sections, octets.subarray(start)] : sections;
}
