import { promisify } from 'node:util';
import type { Node, NodeAPI } from 'node-red';
import type { Apdu } from '../../src/dlms';
import { type ServiceRequest, serviceApdu } from '../../src/dlms/compose';
import type { Message } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { octetsSetting } from '../shared/octets-setting';
import { choiceSetting, numberSetting, SettingError, textSetting } from '../shared/settings';
import type { IvyDlmsEncodeCredentials, IvyDlmsEncodeProps } from './ivy-dlms-encode.props';

type Props = Pick<
  IvyDlmsEncodeProps,
  'service' | 'classId' | 'obis' | 'index' | 'data' | 'dataType' | 'invokeId' | 'invokeIdType'
>;

/** Gives the APDU that a message asks for. */
export type RequestReader = (message: Message) => Promise<Apdu>;

const SERVICES: readonly IvyDlmsEncodeProps['service'][] = [
  'payload',
  'get',
  'set',
  'action',
  'aarq',
  'rlrq',
];
const REGISTER_CLASS = 3;
const VALUE = 2;

/** @throws SettingError where the dialog cannot be read. */
export function requestReader(
  RED: NodeAPI,
  node: Node<Partial<IvyDlmsEncodeCredentials>>,
  props: Props,
): RequestReader {
  const service = choiceSetting('service', props.service, 'payload', SERVICES);
  const secret = octetsOfText(node.credentials?.password);
  const lowLevel = secret ? ({ mechanism: 'lls', secret } as const) : {};
  switch (service) {
    case 'payload':
      return async ({ payload }) => apduIn(payload, lowLevel);
    case 'aarq':
      return async () => serviceApdu({ service, ...lowLevel });
    case 'rlrq':
      return async () => serviceApdu({ service });
    default: {
      const target = targetIn(props);
      return async (message) => {
        const invokeId = await invokeIdOf(RED, node, props, message);
        const data = service === 'get' ? {} : { data: await dataOf(RED, node, props, message) };
        return serviceApdu({ service, ...target, invokeId, ...data } as ServiceRequest);
      };
    }
  }
}

function targetIn({ classId, obis, index }: Props) {
  const code = textSetting(obis, '');
  if (code === '') throw new SettingError('choose an OBIS code in the dialog');
  const number = numberSetting('index', index, VALUE, { min: 0, max: 127 });
  return {
    classId: numberSetting('classId', classId, REGISTER_CLASS, { min: 0, max: 0xffff }),
    obis: code,
    attribute: number,
    method: number,
  };
}

/** An APDU as the decoder gives it, or a request with a `service`; `lowLevel` opens associations. */
function apduIn(payload: unknown, lowLevel: object): Apdu {
  if (typeof payload === 'object' && payload !== null) {
    if ('type' in payload) return payload as Apdu;
    if ('service' in payload) {
      const isAarq = payload.service === 'aarq';
      return serviceApdu({ ...(isAarq ? lowLevel : {}), ...payload } as ServiceRequest);
    }
  }
  throw new MessageError('msg.payload must be an APDU with a type, or a request with a service');
}

async function invokeIdOf(
  RED: NodeAPI,
  node: Node,
  { invokeId, invokeIdType }: Props,
  message: Message,
): Promise<number> {
  const value = await evaluate(
    RED,
    node,
    textSetting(invokeId, '1'),
    invokeIdType || 'num',
    message,
  );
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 15) {
    return value as number;
  }
  throw new MessageError('an invoke id is 0 to 15');
}

async function dataOf(
  RED: NodeAPI,
  node: Node,
  { data, dataType }: Props,
  message: Message,
): Promise<unknown> {
  const value = await evaluate(RED, node, textSetting(data, 'null'), dataType || 'json', message);
  if (value === null || (typeof value === 'object' && 'type' in value)) return value;
  throw new MessageError('data must be an object with type and value, as the decoder gives it');
}

function evaluate(
  RED: NodeAPI,
  node: Node,
  value: string,
  type: string,
  message: Message,
): Promise<unknown> {
  return promisify(RED.util.evaluateNodeProperty)(value, type, node, message);
}

/** Passwords are text; those that are not can be written as hex behind 0x. */
function octetsOfText(password: string | undefined): Uint8Array | undefined {
  const text = textSetting(password, '');
  if (text === '') return undefined;
  return text.startsWith('0x') ? octetsSetting('password', text) : Buffer.from(text, 'latin1');
}
