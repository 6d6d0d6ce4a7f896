import { type AxdrReader, type AxdrWriter, type Data, readData, writeData } from '../axdr';
import { type CaptureObject, captureObjectData, captureObjectOf } from '../cosem/capture-object';
import { dateTimeData, dateTimeOf } from '../cosem/clock';
import type { CosemDateTime } from '../date-time';

/** range_descriptor of a profile (IEC 62056-6-2, 4.3.6): rows whose sort object lies between two values. */
export interface RangeSelection {
  readonly selector: 1;
  /** The column that is compared, usually the clock. */
  readonly restrictingObject: CaptureObject;
  readonly from: RangeBound;
  readonly to: RangeBound;
  /** Empty: all columns. */
  readonly columns: readonly CaptureObject[];
}

/** A date-time travels as octet-string(12), which is what meters understand. */
export type RangeBound = CosemDateTime | Data;

/** entry_descriptor of a profile: rows and columns by number, from 1; a `to` of 0 is the last one. */
export interface EntrySelection {
  readonly selector: 2;
  readonly fromEntry: number;
  readonly toEntry: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** Selective access of any other kind. */
export interface OtherSelection {
  readonly selector: number;
  readonly parameters: Data;
}

export type Selection = RangeSelection | EntrySelection | OtherSelection;

const BY_RANGE = 1;
const BY_ENTRY = 2;

/** Selective-Access-Descriptor. */
export function readSelection(reader: AxdrReader): Selection {
  const selector = reader.u8();
  const parameters = readData(reader);
  const known = selector === BY_RANGE ? rangeOf(parameters) : entryOf(selector, parameters);
  return known ?? { selector, parameters };
}

export function writeSelection(writer: AxdrWriter, selection: Selection): void {
  writer.u8(selection.selector);
  writeData(writer, parametersOf(selection));
}

function rangeOf(parameters: Data): RangeSelection | undefined {
  if (parameters.type !== 'structure' || parameters.value.length !== 4) return undefined;
  const [restricting, from, to, columns] = parameters.value;
  const restrictingObject = restricting && captureObjectOf(restricting);
  if (!restrictingObject || !from || !to || columns?.type !== 'array') return undefined;
  const objects = columns.value.map(captureObjectOf).filter((object) => object !== undefined);
  if (objects.length !== columns.value.length) return undefined;
  return {
    selector: BY_RANGE,
    restrictingObject,
    from: boundOf(from),
    to: boundOf(to),
    columns: objects,
  };
}

function entryOf(selector: number, parameters: Data): EntrySelection | undefined {
  if (selector !== BY_ENTRY || parameters.type !== 'structure' || parameters.value.length !== 4) {
    return undefined;
  }
  const [fromEntry, toEntry, fromColumn, toColumn] = parameters.value;
  if (fromEntry?.type !== 'double-long-unsigned' || toEntry?.type !== 'double-long-unsigned') {
    return undefined;
  }
  if (fromColumn?.type !== 'long-unsigned' || toColumn?.type !== 'long-unsigned') return undefined;
  return {
    selector: BY_ENTRY,
    fromEntry: fromEntry.value,
    toEntry: toEntry.value,
    fromColumn: fromColumn.value,
    toColumn: toColumn.value,
  };
}

function parametersOf(selection: Selection): Data {
  if ('parameters' in selection) return selection.parameters;
  if ('fromEntry' in selection) {
    return {
      type: 'structure',
      value: [
        { type: 'double-long-unsigned', value: selection.fromEntry },
        { type: 'double-long-unsigned', value: selection.toEntry },
        { type: 'long-unsigned', value: selection.fromColumn },
        { type: 'long-unsigned', value: selection.toColumn },
      ],
    };
  }
  return {
    type: 'structure',
    value: [
      captureObjectData(selection.restrictingObject),
      boundData(selection.from),
      boundData(selection.to),
      { type: 'array', value: selection.columns.map(captureObjectData) },
    ],
  };
}

function boundOf(data: Data): RangeBound {
  return dateTimeOf(data) ?? data;
}

function boundData(bound: RangeBound): Data {
  return 'type' in bound ? bound : dateTimeData(bound);
}
