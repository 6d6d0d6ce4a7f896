import type { NodeAPI } from 'node-red';
import { scaleOf } from '../../src/client';
import { parseObis } from '../../src/dlms';
import {
  DEFAULT_PREFIX,
  dlmsReading,
  findRegister,
  meterEventMessage,
  type NamedAttribute,
  type NamedAttributes,
  namedAttributes,
  type Reading,
  type Scale,
} from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput } from '../shared/guard';
import { meterIdOf } from '../shared/meter-message';
import { readingMessages } from '../shared/reading-messages';
import { registerNode } from '../shared/register-node';
import type { ObisMapProps } from './obis-map.props';

const VALUE = 2;

export = (RED: NodeAPI): void => {
  registerNode<ObisMapProps>(RED, 'obis-map', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
    const timezone = gateway?.options.timezone;

    onInput(node, (message, send) => {
      const meterId = meterIdOf(message);
      if (!meterId)
        throw new TypeError('msg.meter.id is missing: nobody knows whose values these are');
      const named = namedIn(message);
      node.status(named ? {} : { fill: 'grey', shape: 'ring', text: 'obis-map.status.unnamed' });
      if (!named) return;
      const memory = gateway?.directory.find(meterId)?.memory ?? new Map();
      const context = { ts: Date.now(), meterId, via: 'push', timezone } as const;
      const readings = named.attributes
        .filter(({ attribute = VALUE }) => attribute === VALUE)
        .map((attribute): Reading => {
          const scale = ownScale(attribute) ?? scaleOf(memory, attribute.obis);
          const time = named.time === undefined ? {} : { meterTime: named.time };
          return { ...dlmsReading(attribute.obis, attribute.data, scale, context), ...time };
        });
      for (const reading of readings.filter(({ dataId }) => named.isEvent && isEvent(dataId))) {
        send([null, { ...carried(RED, message), ...meterEventMessage(prefix, reading) }]);
      }
      const values = readings.filter(({ dataId }) => !(named.isEvent && isEvent(dataId)));
      for (const reading of readingMessages(values, prefix, props.output, RED.util.generateId)) {
        send({ ...carried(RED, message), ...reading });
      }
    });
  });
};

/** What a meter tells of an event register is an event; what it tells of others is a reading. */
function isEvent(dataId: string): boolean {
  return findRegister(dataId)?.category === 'events';
}

function ownScale({ scaler, unit }: NamedAttribute): Scale | undefined {
  return scaler === undefined || unit === undefined ? undefined : { scaler, unit, assumed: false };
}

/** The message without what mqtt out would take for orders. */
function carried(RED: NodeAPI, message: Message): Message {
  const { action: _, responseTopic: __, correlationData: ___, ...rest } = message;
  return RED.util.cloneMessage(rest as Message);
}

function namedIn({ payload, request }: Message): NamedAttributes | undefined {
  if (Array.isArray(payload)) return { attributes: payload.map(attributeIn), isEvent: false };
  if (typeof payload !== 'object' || payload === null) {
    throw new TypeError('msg.payload must be a decoded APDU or a list of {obis, value}');
  }
  return namedAttributes(payload, request);
}

function attributeIn(entry: unknown): NamedAttribute {
  const { obis, value, data, ...rest } = (entry ?? {}) as Record<string, unknown>;
  if (typeof obis !== 'string') throw new TypeError('each entry needs obis and value');
  const named = data ?? value;
  const isData = typeof named === 'object' && named !== null && 'type' in named;
  return {
    ...(rest as Pick<NamedAttribute, 'attribute' | 'scaler' | 'unit'>),
    obis: parseObis(obis),
    data: isData ? (named as NamedAttribute['data']) : plainData(named),
  };
}

/** Data of what flows write by hand. */
function plainData(value: unknown): NamedAttribute['data'] {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value)
        ? { type: 'long64', value: String(value) }
        : { type: 'float64', value };
    case 'bigint':
      return { type: 'long64', value: String(value) };
    case 'boolean':
      return { type: 'boolean', value };
    case 'string':
      return { type: 'utf8-string', value };
    default:
      throw new TypeError('a value must be a number, text, a boolean or decoded data');
  }
}
