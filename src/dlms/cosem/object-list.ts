import type { Data } from '../axdr';
import type { Obis } from '../obis';
import { obisOf } from './capture-object';

/** What an association may do with an attribute. Modes: IEC 62056-6-2, 4.4.3. */
export interface AttributeAccess {
  readonly id: number;
  readonly access: number;
  /** Selectors that selective access to it takes. */
  readonly selectors: readonly number[];
}

export interface MethodAccess {
  readonly id: number;
  readonly access: number;
}

/** An object that an association sees. */
export interface ObjectListElement {
  readonly classId: number;
  readonly version: number;
  readonly obis: Obis;
  readonly attributes: readonly AttributeAccess[];
  readonly methods: readonly MethodAccess[];
}

/**
 * The objects of attribute 2 of an association (class 15), or `undefined` where the data is no object list.
 * An element that is malformed is left out, so that one of them does not hide all the others.
 */
export function objectListOf(data: Data): ObjectListElement[] | undefined {
  if (data.type !== 'array' && data.type !== 'compact-array') return undefined;
  const objects = data.value.map(elementOf).filter((element) => element !== undefined);
  return objects.length > 0 || data.value.length === 0 ? objects : undefined;
}

function elementOf(data: Data): ObjectListElement | undefined {
  if (data.type !== 'structure') return undefined;
  const [classId, version, name, rights] = data.value;
  const obis = name && obisOf(name);
  if (classId?.type !== 'long-unsigned' || version?.type !== 'unsigned' || obis === undefined) {
    return undefined;
  }
  const [attributes, methods] = rights?.type === 'structure' ? rights.value : [];
  return {
    classId: classId.value,
    version: version.value,
    obis,
    attributes: elementsOf(attributes, attributeOf),
    methods: elementsOf(methods, methodOf),
  };
}

function elementsOf<Element>(
  list: Data | undefined,
  read: (data: Data) => Element | undefined,
): Element[] {
  if (list?.type !== 'array') return [];
  return list.value.map(read).filter((element) => element !== undefined);
}

function attributeOf(data: Data): AttributeAccess | undefined {
  if (data.type !== 'structure') return undefined;
  const [id, access, selectors] = data.value;
  if (id?.type !== 'integer' || access?.type !== 'enum') return undefined;
  return { id: id.value, access: access.value, selectors: elementsOf(selectors, integerOf) };
}

/** Version 0 of the class says merely whether a method may be called. */
function methodOf(data: Data): MethodAccess | undefined {
  if (data.type !== 'structure') return undefined;
  const [id, access] = data.value;
  if (id?.type !== 'integer') return undefined;
  if (access?.type === 'boolean') return { id: id.value, access: access.value ? 1 : 0 };
  return access?.type === 'enum' ? { id: id.value, access: access.value } : undefined;
}

function integerOf(data: Data): number | undefined {
  return data.type === 'integer' ? data.value : undefined;
}
