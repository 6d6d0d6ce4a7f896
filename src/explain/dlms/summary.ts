import {
  type Apdu,
  type AttributeDescriptor,
  type Data,
  type DataBlock,
  type MethodDescriptor,
  scalerUnitOf,
  unitName,
} from '../../dlms';
import { words } from '../wording';
import { attributeText, classText, methodText } from './cosem-names';
import { dateTimeText } from './date-time-text';
import { obisText } from './obis-text';
import { scalarText } from './scalar-text';

type Type = Apdu['type'];
type Summaries = {
  readonly [T in Type]?: (apdu: Extract<Apdu, { readonly type: T }>) => string;
};

const SUMMARIES: Summaries = {
  aarq: ({ applicationContext, mechanism }) =>
    `association asked for, ${words(applicationContext, `authentication ${mechanism}`)}`,
  aare: ({ result, diagnosticName, applicationContext, mechanism }) =>
    words(
      `association ${result}`,
      result !== 'accepted' && diagnosticName,
      applicationContext,
      `authentication ${mechanism}`,
    ),
  'get-request': (apdu) => {
    if (apdu.kind === 'next') return `block after ${apdu.blockNumber}`;
    if (apdu.kind === 'with-list') return apdu.attributes.map(targetText).join('; ');
    return targetText(apdu.attribute);
  },
  'get-response': (apdu) => {
    if (apdu.kind === 'with-list') return apdu.results.map(resultText).join('; ');
    return 'rawData' in apdu ? blockText(apdu) : resultText(apdu);
  },
  'set-request': (apdu) => {
    if ('attributes' in apdu) return apdu.attributes.map(targetText).join('; ');
    if (apdu.kind === 'normal') return `${targetText(apdu.attribute)} to ${dataText(apdu.data)}`;
    return blockText(apdu);
  },
  'set-response': (apdu) => {
    if ('results' in apdu) return apdu.results.join('; ');
    return 'result' in apdu ? apdu.result : `block ${apdu.blockNumber} taken`;
  },
  'action-request': (apdu) => {
    if ('methods' in apdu) return apdu.methods.map(actText).join('; ');
    if ('method' in apdu) return actText(apdu.method);
    return `block ${apdu.blockNumber}`;
  },
  'action-response': (apdu) => {
    if (apdu.kind === 'with-list') return apdu.results.map(({ result }) => result).join('; ');
    if (apdu.kind === 'normal') return words(apdu.result, 'data' in apdu && dataText(apdu.data));
    return `block ${apdu.blockNumber}`;
  },
  'event-notification': ({ attribute, data, time }) =>
    words(`${targetText(attribute)} is ${dataText(data)}`, time && dateTimeText(time)),
  'data-notification': ({ data, entries, byObject, dateTime }) => {
    const named = entries ?? byObject;
    const count = named ? `${named.length} values with names` : dataText(data);
    return words(count, dateTime && dateTimeText(dateTime));
  },
  'exception-response': ({ stateError, serviceError }) => words(stateError, serviceError),
  'confirmed-service-error': ({ service, errorClass, error }) => words(service, errorClass, error),
  'general-block-transfer': ({ blockNumber, lastBlock }) =>
    words(`block ${blockNumber}`, lastBlock && 'the last one'),
};

/** An APDU in one line: `get-response: long-unsigned 23636`. */
export function summaryOf(apdu: Apdu): string {
  // Each summary takes the APDUs of its own key, which is their type.
  const summary = SUMMARIES[apdu.type] as ((apdu: Apdu) => string) | undefined;
  const text = summary?.(apdu);
  return text ? `${apdu.type}: ${text}` : apdu.type;
}

function targetText({ classId, obis, attribute }: AttributeDescriptor): string {
  return `${obisText(obis)}, class ${classText(classId)}, attribute ${attributeText(classId, attribute)}`;
}

function actText({ classId, obis, method }: MethodDescriptor): string {
  return `${obisText(obis)}, class ${classText(classId)}, method ${methodText(classId, method)}`;
}

function resultText(result: { readonly data: Data } | { readonly error: string }): string {
  return 'data' in result ? dataText(result.data) : result.error;
}

function dataText(data: Data): string {
  const scaling = scalerUnitOf(data);
  if (scaling) return words(`scaler ${scaling.scaler}`, `unit ${unitName(scaling.unit)}`);
  switch (data.type) {
    case 'array':
    case 'structure':
    case 'compact-array':
      return `${data.type} of ${data.value.length}`;
    case 'null-data':
    case 'dont-care':
      return data.type;
    default:
      return `${data.type} ${scalarText(data)}`;
  }
}

function blockText({
  blockNumber,
  lastBlock,
}: Pick<DataBlock, 'blockNumber' | 'lastBlock'>): string {
  return words(`block ${blockNumber}`, lastBlock && 'the last one');
}
