import { fromHex, toHex } from '../octets/hex';
import { lengthOctets } from './ber';
import { type CosemObject, readable, rightsTo, selectable } from './cosem-object';
import { localTimeOf } from './cosem-time';

/** A profile's rows, which are made when they are asked for. Times are local: ms since 1970 as if UTC. */
export interface ProfileTraits {
  /** Class id and logical name, lower-case hex. */
  readonly descriptor: string;
  /** Class id, logical name and attribute of each column, lower-case hex; the clock is the first. */
  readonly columns: readonly string[];
  /** Seconds between rows; 0 where they do not come periodically. */
  readonly period: number;
  /** How many rows it keeps. */
  readonly capacity: number;
  /** When the rows were captured that it has now, oldest first. */
  readonly times: () => readonly number[];
  /** A row's cells as A-XDR Data. */
  readonly cells: (time: number) => readonly Uint8Array[];
}

const [BUFFER, CAPTURE_OBJECTS, CAPTURE_PERIOD] = [2, 3, 4];
const [SORT_METHOD, ENTRIES_IN_USE, PROFILE_ENTRIES] = [5, 7, 8];
const FIRST_IN_FIRST_OUT = fromHex('16 01');
const ARRAY = 0x01;
const STRUCTURE = 0x02;
/** An empty list of columns, which means all. */
const ALL_COLUMNS = '0100';
const ENTRY_DESCRIPTOR_LENGTH = 19;

/** A profile (class 7, IEC 62056-6-2, 4.3.6) whose buffer is read as a whole, by range or by entry. */
export class DlmsProfile implements CosemObject {
  readonly version = 1;
  readonly rights = rightsTo([selectable(BUFFER), ...[3, 4, 5, 7, 8].map(readable)]);
  readonly #traits: ProfileTraits;

  constructor(traits: ProfileTraits) {
    this.#traits = traits;
  }

  get descriptor(): string {
    return this.#traits.descriptor;
  }

  read(attribute: number, selection: Uint8Array | undefined): Uint8Array | undefined {
    const { columns, period, capacity, times } = this.#traits;
    switch (attribute) {
      case BUFFER:
        return selection ? this.#selected(Buffer.from(selection)) : this.#rows(times());
      case CAPTURE_OBJECTS:
        return array(columns.map(captureObject));
      case CAPTURE_PERIOD:
        return doubleLongUnsigned(period);
      case SORT_METHOD:
        return FIRST_IN_FIRST_OUT;
      case ENTRIES_IN_USE:
        return doubleLongUnsigned(times().length);
      case PROFILE_ENTRIES:
        return doubleLongUnsigned(capacity);
      default:
        return undefined;
    }
  }

  #selected(selection: Buffer): Uint8Array | undefined {
    if (selection[0] === 1) return this.#byRange(selection.subarray(3));
    return selection[0] === 2 && selection.length === ENTRY_DESCRIPTOR_LENGTH
      ? this.#byEntry(selection)
      : undefined;
  }

  /** From and to are both included. Bounds are taken for what the meter's clock shows. */
  #byRange(range: Buffer): Uint8Array | undefined {
    const [clock = ''] = this.#traits.columns;
    const restricting = captureObject(clock);
    if (!range.subarray(0, restricting.length).equals(restricting)) return undefined;
    const from = boundAt(range, restricting.length);
    const to = boundAt(range, from.end);
    if (toHex(range.subarray(to.end)) !== ALL_COLUMNS) return undefined;
    const { times } = this.#traits;
    return this.#rows(times().filter((time) => time >= from.time && time <= to.time));
  }

  /** Rows and columns count from 1; 0 as last is the last that there is. */
  #byEntry(entries: Buffer): Uint8Array {
    const [first, last] = [entries.readUInt32BE(4), entries.readUInt32BE(9)];
    const [left, right] = [entries.readUInt16BE(14), entries.readUInt16BE(17)];
    const times = this.#traits.times().slice(Math.max(first - 1, 0), last || undefined);
    return this.#rows(times, (cells) => cells.slice(Math.max(left - 1, 0), right || undefined));
  }

  #rows(
    times: readonly number[],
    shown = (cells: readonly Uint8Array[]): readonly Uint8Array[] => cells,
  ): Uint8Array {
    return array(times.map((time) => structure(shown(this.#traits.cells(time)))));
  }
}

/** A bound of a range: a date-time in an octet-string, or as a type of its own. */
function boundAt(range: Uint8Array, at: number): { readonly time: number; readonly end: number } {
  const start = at + (range[at] === 0x09 ? 2 : 1);
  return { time: localTimeOf(range.subarray(start, start + 12)), end: start + 12 };
}

function captureObject(column: string): Buffer {
  const [classId, logicalName, attribute] = [
    column.slice(0, 4),
    column.slice(4, 16),
    column.slice(16),
  ];
  return Buffer.from(fromHex(`0204 12${classId} 0906${logicalName} 0F${attribute} 120000`));
}

export function doubleLongUnsigned(value: number): Uint8Array {
  const octets = Buffer.alloc(5, 0x06);
  octets.writeUInt32BE(value, 1);
  return octets;
}

function array(elements: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(ARRAY), lengthOctets(elements.length), ...elements]);
}

function structure(elements: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(STRUCTURE, elements.length), ...elements]);
}
