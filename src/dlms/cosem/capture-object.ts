import { fromHex, toHex } from '../../octets';
import type { Data } from '../axdr';
import { type Obis, obisFromOctets, obisToOctets } from '../obis';

/** capture_object_definition (IEC 62056-6-2, 4.3.6): a column of a profile, or an element of a push. */
export interface CaptureObject {
  readonly classId: number;
  readonly obis: Obis;
  readonly attribute: number;
  /** 0: the whole attribute; else the element of it, from 1. */
  readonly dataIndex: number;
}

const OBIS_DIGITS = 12;

/**
 * The capture object that a structure describes, or `undefined`. Newer push object lists have more elements
 * (restriction, columns); they are passed over.
 */
export function captureObjectOf(data: Data): CaptureObject | undefined {
  if (data.type !== 'structure') return undefined;
  const [classId, name, attribute, dataIndex] = data.value;
  if (classId?.type !== 'long-unsigned' || attribute?.type !== 'integer') return undefined;
  if (dataIndex?.type !== 'long-unsigned') return undefined;
  const obis = name && obisOf(name);
  if (obis === undefined) return undefined;
  return { classId: classId.value, obis, attribute: attribute.value, dataIndex: dataIndex.value };
}

/**
 * The capture objects of an array: `capture_objects` of a profile, `push_object_list` of a push setup.
 * `undefined` where an element is none.
 */
export function captureObjectsOf(data: Data): CaptureObject[] | undefined {
  if (data.type !== 'array' && data.type !== 'compact-array') return undefined;
  const objects = data.value.map(captureObjectOf).filter((object) => object !== undefined);
  return objects.length === data.value.length ? objects : undefined;
}

/** A capture object as selective access and push setups carry it. */
export function captureObjectData(object: CaptureObject): Data {
  return {
    type: 'structure',
    value: [
      { type: 'long-unsigned', value: object.classId },
      obisData(object.obis),
      { type: 'integer', value: object.attribute },
      { type: 'long-unsigned', value: object.dataIndex },
    ],
  };
}

/** The OBIS code that an octet string of six octets is, or `undefined`. */
export function obisOf(data: Data): Obis | undefined {
  if (data.type !== 'octet-string' || data.value.length !== OBIS_DIGITS) return undefined;
  return obisFromOctets(fromHex(data.value));
}

/** An OBIS code as a logical name: an octet string of six octets. */
export function obisData(obis: Obis): Data {
  return { type: 'octet-string', value: toHex(obisToOctets(obis)) };
}
