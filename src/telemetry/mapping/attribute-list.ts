import { type CaptureObject, parseObis } from '../../dlms';
import { describeObis } from '../obis';

const DATA_CLASS = 1;
const VALUE = 2;
const ATTRIBUTE = /^(?:(\d{1,5})\/)?([^/]+)(?:\/(\d{1,3}))?$/;

/**
 * Attributes as people list them: OBIS codes with a space or comma between them, each with its class in
 * front and its attribute behind where they are not the usual ones: `8/0-0:1.0.0.255/2 1-0:1.8.0.255`.
 * @throws SyntaxError that names what is no attribute.
 */
export function attributeList(text: string): readonly CaptureObject[] {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(attributeIn);
}

function attributeIn(text: string): CaptureObject {
  const [, classId, code, attribute] = ATTRIBUTE.exec(text) ?? [];
  if (code === undefined) throw new SyntaxError(`"${text}" is no attribute`);
  const obis = parseObis(code);
  return {
    classId: classId === undefined ? usualClass(obis) : Number(classId),
    obis,
    attribute: attribute === undefined ? VALUE : Number(attribute),
    dataIndex: 0,
  };
}

function usualClass(obis: string): number {
  return describeObis(obis)?.classId ?? DATA_CLASS;
}
