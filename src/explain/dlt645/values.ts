import {
  type DecodedFrame,
  findRegister,
  type LoadRecord,
  type Standard,
  type Value,
} from '../../dlt645';
import type { Field } from '../../dlt645/registers';
import { leaf, octets, type Part, rest, sequence, u8 } from '../parts';
import type { Walk } from '../walk';
import { bitsText, valuesText, valueText } from './value-text';

/** The data behind an identifier, field by field as its register is laid out. */
export function registerData(frame: DecodedFrame, standard: Standard): Part {
  const { di = '', records, fields, values, words } = frame;
  const layout = findRegister(di, standard)?.layout;
  if (layout === undefined) return rest('data', () => 'of an identifier that is not known');
  if (records) return sequence(...records.map(loadRecord));
  switch (layout.kind) {
    case 'record':
      return record(layout.fields, values ?? [], words);
    case 'frozen-block':
      return sequence(...(fields ?? []).map(frozenItem));
    case 'list':
      return list(frame, values ?? [], standard);
    case 'value':
      return rest('value', () => singleText(frame));
    default:
      return rest('data', () => 'not described by any public source');
  }
}

function singleText(frame: DecodedFrame): string {
  const value = valueText(frame.value, frame.unit);
  const [bits] = Object.values(frame.words ?? {});
  return bits ? `${value}: ${bitsText(bits)}` : value;
}

/** A record of state words has them in `words`, by their numbers from 1. */
function record(
  fields: readonly Field[],
  values: readonly Value[],
  words: DecodedFrame['words'] = {},
): Part {
  let at = 0;
  const parts = fields.flatMap(({ name, unit, format, count }) =>
    Array.from({ length: count }, () => {
      const value = valueText(values[at++], unit);
      const bits = words[at];
      return leaf(name, octets(format.octets), () =>
        bits ? `${value}: ${bitsText(bits)}` : value,
      );
    }),
  );
  return sequence(...parts);
}

/** The values of a block, each by the name of its own identifier. */
function list({ di = '', unit }: DecodedFrame, values: readonly Value[], standard: Standard): Part {
  return (walk) => {
    const names = elementNames(di, standard);
    const width = walk.remaining / Math.max(1, values.length);
    for (const [index, value] of values.entries()) {
      const name = names(index) ?? `value ${index + 1}`;
      walk.note(name, octets(width), () => valueText(value, unit));
    }
  };
}

/** What each value of a block is: the FF pair of the block's identifier counts from 0, or 1 for phases. */
function elementNames(di: string, standard: Standard): (index: number) => string | undefined {
  const at = [2, 4, 6].find((pair) => di.slice(pair, pair + 2) === 'FF');
  if (at === undefined) return () => undefined;
  const nameOf = (element: number) => {
    const pair = element.toString(16).toUpperCase().padStart(2, '0');
    return findRegister(di.slice(0, at) + pair + di.slice(at + 2), standard)?.name;
  };
  const first = nameOf(0) === undefined ? 1 : 0;
  return (index) => nameOf(first + index);
}

type FrozenField = NonNullable<DecodedFrame['fields']>[number];

const SEPARATOR = 0xaa;
const separator = leaf('separator', u8, () => '');

function frozenItem({ name, unit, value }: FrozenField): Part {
  return (walk) => {
    walk.note(name, octetsToSeparator, () => valuesText(value, unit));
    if (walk.remaining > 0) separator(walk);
  };
}

function octetsToSeparator(reader: Walk['reader']): Uint8Array {
  const left = reader.octets.subarray(reader.position, reader.end);
  const end = left.indexOf(SEPARATOR);
  return reader.take(end < 0 ? left.length : end);
}

/** The sections of a load record (annex B.1): items by the codec's names, octets of each value, unit. */
const LOAD_SECTIONS: readonly (readonly (readonly [string, number, string])[])[] = [
  [
    ['voltage', 2, 'V'],
    ['current', 3, 'A'],
    ['frequency', 2, 'Hz'],
  ],
  [
    ['activePower', 3, 'kW'],
    ['reactivePower', 3, 'kvar'],
  ],
  [['powerFactor', 2, '']],
  [
    ['forwardActiveEnergy', 4, 'kWh'],
    ['reverseActiveEnergy', 4, 'kWh'],
    ['combinedReactive1Energy', 4, 'kvarh'],
    ['combinedReactive2Energy', 4, 'kvarh'],
  ],
  [['quadrantReactiveEnergy', 4, 'kvarh']],
  [
    ['presentActiveDemand', 3, 'kW'],
    ['presentReactiveDemand', 3, 'kvar'],
  ],
];

function loadRecord(record: LoadRecord): Part {
  return sequence(
    leaf('start', octets(2), () => (record.start === 'A0A0' ? 'a good block' : 'a bad block')),
    leaf('length', u8, (length) => `${length} octets from the time to the last separator`),
    leaf('time', octets(5), () => record.time),
    ...LOAD_SECTIONS.map((section) => loadSection(section, record)),
    leaf('checksum', u8, () => 'sum of the record'),
    leaf('end', u8, () => ''),
  );
}

function loadSection(section: (typeof LOAD_SECTIONS)[number], record: LoadRecord): Part {
  const items = section.flatMap(([name, width, unit]) =>
    [record[name] ?? []].flat().map((value) => {
      return leaf(spaced(name), octets(width), () => valueText(value as Value, unit));
    }),
  );
  return sequence(...items, separator);
}

/** `forwardActiveEnergy` as words. */
function spaced(name: string): string {
  return name.replace(/[A-Z0-9]/g, (letter) => ` ${letter.toLowerCase()}`);
}
