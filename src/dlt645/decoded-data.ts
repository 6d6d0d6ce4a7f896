import type { LoadRecord } from './load-record';
import type { Value } from './value';

/** What the data of a register say. Which of these are there depends on the register. */
export interface DecodedData {
  readonly value?: Value;
  /** Of a block or a record, in the order sent. */
  readonly values?: readonly Value[];
  /** Of a record or a frozen block, by name. */
  readonly fields?: readonly DecodedField[];
  /** Bits set in a word. */
  readonly bits?: readonly number[];
  /** What the bits set mean, by the number of the word. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** What bit 4 of run-state word 3 says. */
  readonly relay?: 'open' | 'closed';
  /** When an event began and ended, YYMMDDhhmmss. */
  readonly begin?: Value;
  readonly end?: Value;
  /** When a record was made. */
  readonly time?: Value;
  /** Who made it: C0 to C3. */
  readonly operatorWire?: string;
  /** The identifiers in a record, without the unused places. */
  readonly dis?: readonly string[];
  /** Load records; `record` is the first of them. */
  readonly record?: LoadRecord;
  readonly records?: readonly LoadRecord[];
}

/** One field of a record, with what it is called. */
export interface DecodedField {
  readonly name: string;
  readonly nameZh: string;
  readonly unit: string | null;
  readonly value: Value | readonly Value[];
}
