import {
  captureObjectOf,
  type Data,
  objectListOf,
  type Scalar,
  scalerUnitOf,
  type TypeDescription,
  unitName,
} from '../../dlms';
import { type AxdrReader, readData } from '../../dlms/axdr';
import { readCompactArray } from '../../dlms/axdr/compact-array';
import {
  ARRAY_TAG,
  COMPACT_ARRAY_TAG,
  MAX_DEPTH,
  SCALAR_TAGS,
  type ScalarType,
  STRUCTURE_TAG,
} from '../../dlms/axdr/data';
import { readScalar } from '../../dlms/axdr/read-scalar';
import { octets, type Part, u16 } from '../parts';
import type { Walk } from '../walk';
import { octetCount } from '../wording';
import { classText } from './cosem-names';
import { scalarText } from './scalar-text';

/** What an element of a well-known structure is called, and what its value says there. */
interface Role {
  readonly name: string;
  readonly say?: (value: number) => string;
}

/** A structure that tells by its types what it is. */
interface KnownStructure {
  readonly is: (data: Data) => unknown;
  readonly roles: readonly Role[];
}

const CLASS: Role = { name: 'class-id', say: classText };
const NAME: Role = { name: 'logical-name' };

const KNOWN_STRUCTURES: readonly KnownStructure[] = [
  {
    is: scalerUnitOf,
    roles: [
      { name: 'scaler', say: (scaler) => `x 10^${scaler}` },
      { name: 'unit', say: (unit) => `${unit} ${unitName(unit)}`.trim() },
    ],
  },
  {
    is: captureObjectOf,
    roles: [CLASS, NAME, { name: 'attribute-index' }, { name: 'data-index' }],
  },
  {
    is: (data) => objectListOf({ type: 'array', value: [data] })?.length,
    roles: [CLASS, { name: 'version' }, NAME, { name: 'access-rights' }],
  },
];

const TYPE_OF_TAG: ReadonlyMap<number, ScalarType> = new Map(
  Object.entries(SCALAR_TAGS).map(([type, tag]) => [tag, type as ScalarType]),
);

/** Data: a tag and what its type holds, element by element. */
export const DATA: Part = (walk) => data(walk, 0);

function data(walk: Walk, nesting: number, role?: Role): void {
  switch (walk.reader.peek()) {
    case ARRAY_TAG:
      elements(walk, 'array', nesting, role);
      break;
    case STRUCTURE_TAG:
      elements(walk, 'structure', nesting, role);
      break;
    case COMPACT_ARRAY_TAG:
      compactArray(walk);
      break;
    default:
      scalar(walk, (reader) => reader.u8(), role);
  }
}

function elements(walk: Walk, type: 'array' | 'structure', nesting: number, role?: Role): void {
  const { reader } = walk;
  if (nesting >= MAX_DEPTH) reader.fail('depth', `nested deeper than ${MAX_DEPTH}`);
  const roles = type === 'structure' ? rolesIn(walk) : [];
  const count = walk.note(nameOf(type, role), countBehindTag, (value) => `${type} of ${value}`);
  const inner = walk.deeper();
  for (let index = 0; index < count; index++) data(inner, nesting + 1, roles[index]);
}

function countBehindTag(reader: AxdrReader): number {
  reader.skip(1);
  return reader.count();
}

/** Known structures have no more elements, and looking ahead has its price. */
const MOST_KNOWN_ELEMENTS = 4;

function rolesIn(walk: Walk): readonly Role[] {
  if ((walk.ahead(countBehindTag) ?? 0) > MOST_KNOWN_ELEMENTS) return [];
  const structure = walk.ahead(readData);
  return (structure && KNOWN_STRUCTURES.find(({ is }) => is(structure))?.roles) ?? [];
}

function scalar(walk: Walk, tagOf: (reader: AxdrReader) => number, role?: Role): void {
  const type = TYPE_OF_TAG.get(walk.ahead(tagOf) ?? -1) ?? 'data';
  const read = (reader: AxdrReader) => readScalar(reader, tagOf(reader));
  walk.note(nameOf(type, role), read, (value) => scalarIn(value, role));
}

function nameOf(type: string, role: Role | undefined): string {
  return role ? `${role.name}: ${type}` : type;
}

function scalarIn(value: Scalar, role: Role | undefined): string {
  return role?.say && typeof value.value === 'number' ? role.say(value.value) : scalarText(value);
}

/** Tag, the description of an element, then the contents of all, without tags. */
function compactArray(walk: Walk): void {
  const { reader } = walk;
  const whole = (cursor: AxdrReader) => {
    cursor.skip(1);
    return readCompactArray(cursor);
  };
  // Reading it first refuses what would be out of all proportion to its octets.
  const { value, description } = walk.ahead(whole) ?? whole(reader);
  walk.note(
    'compact-array',
    (cursor) => cursor.skip(1),
    () => `${value.length} elements`,
  );
  const inner = walk.deeper();
  describedType(inner);
  inner.note(
    'contents',
    (cursor) => cursor.length(),
    (length) => octetCount({ length }),
  );
  for (let index = 0; index < value.length; index++) describedElement(inner.deeper(), description);
}

/** The type of an element: tags alone, and how many elements an array has. */
function describedType(walk: Walk): void {
  const tag = walk.reader.peek();
  if (tag === ARRAY_TAG) {
    walk.note('type', octets(1), () => 'array');
    walk.note('elements', u16, String);
    describedType(walk.deeper());
  } else if (tag === STRUCTURE_TAG) {
    const count = walk.note('type', countBehindTag, (value) => `structure of ${value}`);
    for (let index = 0; index < count; index++) describedType(walk.deeper());
  } else {
    walk.note('type', octets(1), () => TYPE_OF_TAG.get(tag) ?? String(tag));
  }
}

function describedElement(walk: Walk, description: TypeDescription): void {
  switch (description.type) {
    case 'array':
      for (let index = 0; index < description.count; index++) {
        describedElement(walk, description.element);
      }
      break;
    case 'structure':
      for (const element of description.elements) describedElement(walk, element);
      break;
    default: {
      const { type } = description;
      scalar(walk, () => SCALAR_TAGS[type]);
    }
  }
}
