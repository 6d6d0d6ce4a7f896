import type { AxdrReader } from './axdr-reader';
import { AxdrWriter } from './axdr-writer';
import {
  ARRAY_TAG,
  type CompactArray,
  type Data,
  MAX_DEPTH,
  SCALAR_TAGS,
  type ScalarType,
  STRUCTURE_TAG,
  type TypeDescription,
} from './data';
import { readScalar } from './read-scalar';
import { writeScalar } from './write-scalar';

const TYPE_OF_TAG: ReadonlyMap<number, ScalarType> = new Map(
  Object.entries(SCALAR_TAGS).map(([type, tag]) => [tag, type as ScalarType]),
);

/** Types whose elements take no octets in a compact-array. */
const EMPTY_TYPES: ReadonlySet<string> = new Set<ScalarType>(['null-data', 'dont-care']);

/** A description by which one octet becomes more values than this is no meter's. */
const MAX_VALUES_PER_OCTET = 4;

/** A compact-array behind its tag: the description of one element, then the contents of all. */
export function readCompactArray(reader: AxdrReader): CompactArray {
  const start = reader.position;
  const description = readDescription(reader, 0);
  const length = reader.length();
  const end = reader.position + length;
  if (length > reader.remaining) reader.fail('truncated', `${length} octets of contents announced`);
  const { values, octets } = weigh(description);
  if (length > 0 && (octets > length || values > octets * MAX_VALUES_PER_OCTET)) {
    reader.fail('range', `${values} values of ${octets} octets in contents of ${length}`, start);
  }
  const value: Data[] = [];
  while (reader.position < end) value.push(readElement(reader, description));
  if (reader.position > end) reader.fail('length', 'the last element ends beyond the contents');
  return { type: 'compact-array', description, value };
}

/** @throws TypeError where an element is not as described. */
export function writeCompactArray(writer: AxdrWriter, { description, value }: CompactArray): void {
  const contents = new AxdrWriter();
  for (const element of value) writeElement(contents, description, element);
  const octets = contents.finish();
  writeDescription(writer, description, 0);
  writer.count(octets.length).octets(octets);
}

function readDescription(reader: AxdrReader, depth: number): TypeDescription {
  if (depth >= MAX_DEPTH) reader.fail('depth', `nested deeper than ${MAX_DEPTH}`);
  const tag = reader.u8();
  if (tag === ARRAY_TAG) {
    return { type: 'array', count: reader.u16(), element: readDescription(reader, depth + 1) };
  }
  if (tag === STRUCTURE_TAG) {
    return { type: 'structure', elements: reader.list(() => readDescription(reader, depth + 1)) };
  }
  const type = TYPE_OF_TAG.get(tag);
  return type === undefined
    ? reader.fail('tag', `${tag} describes no element of a compact-array`, reader.position - 1)
    : { type };
}

function writeDescription(writer: AxdrWriter, description: TypeDescription, depth: number): void {
  if (depth >= MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH}`);
  switch (description.type) {
    case 'array':
      writer.u8(ARRAY_TAG).u16(description.count);
      writeDescription(writer, description.element, depth + 1);
      break;
    case 'structure':
      writer.u8(STRUCTURE_TAG).list(description.elements, (element) => {
        writeDescription(writer, element, depth + 1);
      });
      break;
    default:
      writer.u8(SCALAR_TAGS[description.type]);
  }
}

function readElement(reader: AxdrReader, description: TypeDescription): Data {
  switch (description.type) {
    case 'array': {
      const { count, element } = description;
      return {
        type: 'array',
        value: Array.from({ length: count }, () => readElement(reader, element)),
      };
    }
    case 'structure':
      return {
        type: 'structure',
        value: description.elements.map((element) => readElement(reader, element)),
      };
    default:
      return readScalar(reader, SCALAR_TAGS[description.type]);
  }
}

function writeElement(writer: AxdrWriter, description: TypeDescription, element: Data): void {
  if (element.type !== description.type) {
    throw new TypeError(
      `the compact-array is described as ${description.type}, not ${element.type}`,
    );
  }
  if (element.type !== 'array' && element.type !== 'structure') {
    writeScalar(writer, element);
    return;
  }
  const described = partsOf(description);
  if (element.value.length !== described.length) {
    throw new TypeError(`${element.value.length} elements where ${described.length} are described`);
  }
  for (const [index, part] of described.entries()) {
    const value = element.value[index];
    if (value !== undefined) writeElement(writer, part, value);
  }
}

function partsOf(description: TypeDescription): readonly TypeDescription[] {
  if (description.type === 'structure') return description.elements;
  if (description.type !== 'array') return [];
  return new Array<TypeDescription>(description.count).fill(description.element);
}

/** How many values one element becomes, and from how many octets at least. */
function weigh(description: TypeDescription): { values: number; octets: number } {
  switch (description.type) {
    case 'array': {
      const { values, octets } = weigh(description.element);
      return { values: 1 + description.count * values, octets: description.count * octets };
    }
    case 'structure': {
      const parts = description.elements.map(weigh);
      return {
        values: parts.reduce((sum, part) => sum + part.values, 1),
        octets: parts.reduce((sum, part) => sum + part.octets, 0),
      };
    }
    default:
      return { values: 1, octets: EMPTY_TYPES.has(description.type) ? 0 : 1 };
  }
}
