import type { Node, NodeAPI } from 'node-red';
import { decodeFrame, encodeRequest, refusal, requestOf } from '../../src/dlt645';
import { localTime } from '../../src/telemetry';
import { asBuffer } from '../shared/frame-message';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';
import { registerNode } from '../shared/register-node';
import { choiceSetting, numberSetting, textSetting } from '../shared/settings';
import type { Dlt645EncodeCredentials, Dlt645EncodeProps } from './dlt645-encode.props';
import { serveRegisters } from './serve-registers';

type Fields = Readonly<Record<string, unknown>>;

/** A request that should not leave for a meter; Catch nodes get why as `code`. */
class RefusedError extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}

export = (RED: NodeAPI): void => {
  serveRegisters(RED);
  registerNode<Dlt645EncodeProps, Dlt645EncodeCredentials>(
    RED,
    'dlt645-encode',
    (node: Node<Dlt645EncodeCredentials>, props) => {
      const gateway = optionalGatewayOf(RED, props.gateway);
      const settings = {
        type: textSetting(props.request, ''),
        standard: choiceSetting('standard', props.standard, '2007', ['2007', '1997']),
        leadBytes: numberSetting('leadBytes', props.leadBytes, 0, { min: 0, max: 32 }),
        operator: textSetting(props.operator, ''),
        password: textSetting(node.credentials?.password, ''),
      };
      const evaluate = async (message: Message, property = '', type = 'str') =>
        property === '' ? undefined : evaluated(RED, node, message, property, type);

      onInput(node, async (message, send) => {
        const now = localTime(Date.now(), gateway?.timezoneOf(meterIdOf(message) ?? ''));
        const address = await evaluate(message, props.address, props.addressType);
        const di = await evaluate(message, props.di, props.diType === 'di' ? 'str' : props.diType);
        const value = await evaluate(message, props.value, props.valueType);
        const fields = given({
          ...settings,
          address: address === undefined ? meterIdOf(message) : String(address),
          di,
          ...(Array.isArray(value) ? { values: value } : { value }),
          ...(isFields(message.payload) && given(message.payload)),
        });
        const request = fields.type === 'broadcast-time' ? { time: now, ...fields } : fields;
        const frame = frameOf(request, now);
        send({ ...message, payload: asBuffer(frame), request: withoutPasswords(request) });
      });
    },
    { password: { type: 'password' } },
  );
};

/** What a typed input stands for. */
function evaluated(
  RED: NodeAPI,
  node: Node<object>,
  message: Message,
  property: string,
  type: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(property, type, node, message, (error, value) => {
      if (error) reject(new MessageError(error.message));
      else resolve(value);
    });
  });
}

/**
 * The frame that the fields ask for.
 * @throws MessageError where they are no request, RefusedError where it should not be sent.
 */
function frameOf(request: Fields, now: string): Uint8Array {
  const frame = encoded(request);
  const standard = request.standard === '1997' ? '1997' : '2007';
  // The octets are judged, not what they were made from: a vendor's own request may be any.
  const decoded = decodeFrame(frame, { standard });
  if (decoded.fault) throw new MessageError(decoded.fault.message);
  const against = refusal(decoded, {
    now,
    confirmed: request.confirmed === true,
    authenticated: request.authenticated === true,
    rateFollows: request.rateFollows === true,
  });
  if (against) throw new RefusedError(against.code, against.reason);
  return frame;
}

function encoded(request: Fields): Uint8Array {
  try {
    return encodeRequest(requestOf(request));
  } catch (error) {
    if (error instanceof RangeError) throw new MessageError(error.message);
    throw error;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

/** Without what was left empty. */
function given(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The request may be shown and published; what gives the right to it may not. */
function withoutPasswords(request: Fields): Fields {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !/password/i.test(name)));
}
