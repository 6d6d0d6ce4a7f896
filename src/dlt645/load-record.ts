import type { DecimalValue } from '../octets/decimal';
import type { InvalidBcd } from './value';
import { parseValueFormat, type ValueFormat } from './value-format';

/** One block of a load record (annex B). A section that the meter does not record is left out. */
export interface LoadRecord {
  /** A0A0, or E0E0 where the meter marks the block as bad. */
  readonly start: string;
  /** Octets from the time up to the last separator. */
  readonly length: number;
  /** YYMMDDhhmm. */
  readonly time: string;
  readonly separators: number;
  readonly checksum: string;
  readonly end: string;
  /** By the names of LOAD_SECTIONS: one value, or one for each phase. */
  readonly [item: string]: LoadValue | readonly LoadValue[];
}

export type LoadValue = DecimalValue | null | InvalidBcd;

/** One quantity of a section: a value, or one for each phase. */
export interface LoadItem {
  readonly name: string;
  readonly count: number;
  readonly format: ValueFormat;
}

function item(name: string, count: number, format: string, signed = false): LoadItem {
  return { name, count, format: parseValueFormat(format, signed) };
}

/** The six sections in order, each closed by a separator (annex B.1). Powers: total, phases A, B, C. */
export const LOAD_SECTIONS: readonly (readonly LoadItem[])[] = [
  [item('voltage', 3, 'XXX.X'), item('current', 3, 'XXX.XXX', true), item('frequency', 1, 'XX.XX')],
  [item('activePower', 4, 'XX.XXXX', true), item('reactivePower', 4, 'XX.XXXX', true)],
  [item('powerFactor', 4, 'X.XXX', true)],
  [
    item('forwardActiveEnergy', 1, 'XXXXXX.XX'),
    item('reverseActiveEnergy', 1, 'XXXXXX.XX'),
    item('combinedReactive1Energy', 1, 'XXXXXX.XX', true),
    item('combinedReactive2Energy', 1, 'XXXXXX.XX', true),
  ],
  [item('quadrantReactiveEnergy', 4, 'XXXXXX.XX')],
  [
    item('presentActiveDemand', 1, 'XX.XXXX', true),
    item('presentReactiveDemand', 1, 'XX.XXXX', true),
  ],
];

/** Octets with a place of their own in a block. */
export const LOAD_MARKS = { good: 0xa0, bad: 0xe0, separator: 0xaa, end: 0xe5 } as const;
/** YYMMDDhhmm. */
export const LOAD_TIME_OCTETS = 5;
