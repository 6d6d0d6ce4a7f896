import { type CaptureObject, type Data, type Obis, parseObis } from '../../src/dlms';
import { attributeList, type NamedAttribute, type ProfileColumn } from '../../src/telemetry';
import { MessageError } from '../shared/message-error';

type Described = Readonly<Record<string, unknown>>;

const VALUE = 2;

/** The attributes in a list of `{obis, value}` that a flow has written. @throws MessageError */
export function attributesIn(list: readonly unknown[]): readonly NamedAttribute[] {
  return list.map(attributeIn);
}

/**
 * Capture objects, or a push object list, as a flow gives them: objects with `classId`, `obis`, `attribute`,
 * or text as the dialog takes it. `undefined` where there are none.
 * @throws MessageError
 */
export function captureObjectsIn(given: unknown): readonly ProfileColumn[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return readable(() => attributeList(given));
  if (!Array.isArray(given)) throw new MessageError('a list of capture objects must be an array');
  return given.map(columnIn);
}

function columnIn(given: unknown): ProfileColumn {
  const described = asDescribed(given);
  const { obis, classId, attribute, dataIndex } = described;
  const usual = usualObject(obis);
  return {
    obis: usual.obis,
    classId: numberOr(classId, usual.classId),
    attribute: numberOr(attribute, VALUE),
    dataIndex: numberOr(dataIndex, 0),
    ...scaleIn(described),
  };
}

function attributeIn(entry: unknown): NamedAttribute {
  const described = asDescribed(entry);
  const { obis, value, data, attribute, classId } = described;
  const named = data ?? value;
  const isData = typeof named === 'object' && named !== null && 'type' in named;
  return {
    obis: obisIn(obis),
    ...(typeof attribute === 'number' && { attribute }),
    ...(typeof classId === 'number' && { classId }),
    ...scaleIn(described),
    data: isData ? (named as Data) : plainData(named),
  };
}

function asDescribed(given: unknown): Described {
  return typeof given === 'object' && given !== null ? (given as Described) : {};
}

function usualObject(obis: unknown): CaptureObject {
  const [object] = readable(() => attributeList(obisIn(obis)));
  if (!object) throw new MessageError('each entry needs obis');
  return object;
}

function obisIn(text: unknown): Obis {
  if (typeof text !== 'string') throw new MessageError('each entry needs obis and value');
  return readable(() => parseObis(text));
}

function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new MessageError((error as Error).message);
  }
}

function numberOr(value: unknown, usual: number): number {
  return typeof value === 'number' ? value : usual;
}

/** The scale that stands beside a value. */
function scaleIn({ scaler, unit }: Described): Pick<NamedAttribute, 'scaler' | 'unit'> {
  if (scaler === undefined || unit === undefined) return {};
  if (isWithin(scaler, -128, 127) && isWithin(unit, 0, 255)) return { scaler, unit };
  throw new MessageError('scaler must be -128 to 127 and unit 0 to 255');
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** Data of what flows write by hand. */
function plainData(value: unknown): Data {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw new MessageError(`${value} is no value of a register`);
      return Number.isSafeInteger(value)
        ? { type: 'long64', value: String(value) }
        : { type: 'float64', value };
    case 'bigint':
      return { type: 'long64', value: String(value) };
    case 'boolean':
      return { type: 'boolean', value };
    case 'string':
      return { type: 'utf8-string', value };
    default:
      throw new MessageError('a value must be a number, text, a boolean or decoded data');
  }
}
