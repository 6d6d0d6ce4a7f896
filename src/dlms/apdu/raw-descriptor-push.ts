import { FrameError } from '../../octets';
import { ARRAY_TAG, type AxdrReader, type Data, readData, STRUCTURE_TAG } from '../axdr';
import { obisData } from '../cosem/capture-object';
import { type AttributeDescriptor, readAttribute } from './descriptor';

type AttributeValue = AttributeDescriptor & { readonly data: Data };

export interface RawDescriptorBody {
  /** Header and entries as the standard would have them: class, logical name, attribute, value. */
  readonly data: Data;
  readonly header: Data;
  readonly entries: readonly AttributeValue[];
}

const PAIR = 2;
const ENTRY_LENGTH = 12;

/**
 * The body of a push by Czech meters (Sagemcom XT211 for ČEZ and EG.D): a header, then an array of structures
 * of two whose first element is a bare attribute descriptor, which is no A-XDR. `undefined`, and nothing is
 * read, where the octets are none.
 */
export function readRawDescriptorBody(reader: AxdrReader): RawDescriptorBody | undefined {
  const start = reader.position;
  try {
    expectStructure(reader, PAIR);
    const header = readData(reader);
    reader.expect(ARRAY_TAG, 'tag');
    const entries = reader.list(readEntry, ENTRY_LENGTH);
    reader.expectEnd();
    reader.warn('bare attribute descriptors inside structures');
    const list = { type: 'array', value: entries.map(wellFormed) } as const;
    return { data: { type: 'structure', value: [header, list] }, header, entries };
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    reader.position = start;
    return undefined;
  }
}

function readEntry(reader: AxdrReader): AttributeValue {
  expectStructure(reader, PAIR);
  return { ...readAttribute(reader), data: readData(reader) };
}

function expectStructure(reader: AxdrReader, count: number): void {
  reader.expect(STRUCTURE_TAG, 'tag');
  reader.expect(count, 'length');
}

function wellFormed(entry: AttributeValue): Data {
  return {
    type: 'structure',
    value: [
      { type: 'long-unsigned', value: entry.classId },
      obisData(entry.obis),
      { type: 'integer', value: entry.attribute },
      entry.data,
    ],
  };
}
