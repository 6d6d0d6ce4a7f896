import type { NodeAPI } from 'node-red';
import { scaleOf } from '../../src/client';
import { type Obis, parseObis } from '../../src/dlms';
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
  type TimeZone,
} from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';
import { readingMessages } from '../shared/reading-messages';
import { registerNode } from '../shared/register-node';
import { choiceSetting } from '../shared/settings';
import type { ObisMapProps } from './obis-map.props';

const VALUE = 2;
const HAS_OFFSET = /(Z|[+-]\d\d:\d\d)$/;

export = (RED: NodeAPI): void => {
  registerNode<ObisMapProps>(RED, 'obis-map', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
    const timezone = gateway?.options.timezone;
    const output = choiceSetting('output', props.output, 'single', ['single', 'set']);
    let isNamed = true;
    const showStatus = (): void => {
      node.status(isNamed ? {} : { fill: 'grey', shape: 'ring', text: 'obis-map.status.unnamed' });
    };

    onInput(
      node,
      (message, send) => {
        const meterId = meterIdOf(message);
        if (!meterId) {
          throw new MessageError('msg.meter.id is missing: nobody knows whose values these are');
        }
        const named = namedIn(message);
        if (isNamed !== (named !== undefined)) {
          isNamed = named !== undefined;
          showStatus();
        }
        if (!named) return;
        const memory = gateway?.directory.find(meterId)?.memory ?? new Map();
        const context = { ts: Date.now(), meterId, via: 'push', timezone } as const;
        const readings = named.attributes
          .filter(({ attribute = VALUE }) => attribute === VALUE)
          .map((attribute): Reading => {
            const scale = ownScale(attribute) ?? scaleOf(memory, attribute.obis);
            return {
              ...dlmsReading(attribute.obis, attribute.data, scale, context),
              ...timeOf(named.time, timezone),
            };
          });
        for (const reading of readings.filter(({ dataId }) => named.isEvent && isEvent(dataId))) {
          send([
            null,
            { ...RED.util.cloneMessage(message), ...meterEventMessage(prefix, reading) },
          ]);
        }
        const values = readings.filter(({ dataId }) => !(named.isEvent && isEvent(dataId)));
        for (const reading of readingMessages(values, prefix, output, RED.util.generateId)) {
          send({ ...RED.util.cloneMessage(message), ...reading });
        }
      },
      showStatus,
    );
  });
};

/** What a meter tells of an event register is an event; what it tells of others is a reading. */
function isEvent(dataId: string): boolean {
  return findRegister(dataId)?.category === 'events';
}

/** The scale that stands beside a value. */
function ownScale({ scaler, unit }: NamedAttribute): Scale | undefined {
  if (scaler === undefined || unit === undefined) return undefined;
  if (!isWithin(scaler, -128, 127) || !isWithin(unit, 0, 255)) {
    throw new MessageError('scaler must be -128 to 127 and unit 0 to 255');
  }
  return { scaler, unit, assumed: false };
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** The meter's own time of an APDU; UTC only where the meter says its offset, or the gateway knows its zone. */
function timeOf(
  text: string | undefined,
  timezone: TimeZone | undefined,
): Pick<Reading, 'meterTime' | 'meterTs' | 'quality'> {
  if (text === undefined) return {};
  if (HAS_OFFSET.test(text)) return { meterTime: text, meterTs: Date.parse(text) };
  return timezone?.meterTime(text) ?? { meterTime: text };
}

function namedIn({ payload, request }: Message): NamedAttributes | undefined {
  if (Array.isArray(payload)) return { attributes: payload.map(attributeIn), isEvent: false };
  if (typeof payload !== 'object' || payload === null) {
    throw new MessageError('msg.payload must be a decoded APDU or a list of {obis, value}');
  }
  return namedAttributes(payload, request);
}

function attributeIn(entry: unknown): NamedAttribute {
  const { obis, value, data, ...rest } = (entry ?? {}) as Record<string, unknown>;
  if (typeof obis !== 'string') throw new MessageError('each entry needs obis and value');
  const named = data ?? value;
  const isData = typeof named === 'object' && named !== null && 'type' in named;
  return {
    ...(rest as Pick<NamedAttribute, 'attribute' | 'scaler' | 'unit'>),
    obis: obisOf(obis),
    data: isData ? (named as NamedAttribute['data']) : plainData(named),
  };
}

function obisOf(text: string): Obis {
  try {
    return parseObis(text);
  } catch (error) {
    throw new MessageError((error as Error).message);
  }
}

/** Data of what flows write by hand. */
function plainData(value: unknown): NamedAttribute['data'] {
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
