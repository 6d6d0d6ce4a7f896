import type { NodeAPI } from 'node-red';
import { rememberScale, toldScale } from '../../src/client';
import { ProfileBook } from '../../src/profiles';
import { Recent } from '../../src/recent/recent';
import {
  DEFAULT_PREFIX,
  type Mapped,
  type MappingHints,
  type MeterScales,
  meterEventMessage,
  ObisMapper,
} from '../../src/telemetry';
import { optionalGatewayOf } from '../shared/gateway-node';
import { type Message, onInput } from '../shared/guard';
import { MessageError } from '../shared/message-error';
import { meterIdOf } from '../shared/meter-message';
import { carryOver } from '../shared/parked';
import { readingMessages } from '../shared/reading-messages';
import { registerNode } from '../shared/register-node';
import { choiceSetting } from '../shared/settings';
import { overridesIn, templatesIn } from './dialog-lists';
import { LentWords } from './lent-words';
import type { ObisMapProps } from './obis-map.props';
import { attributesIn, captureObjectsIn } from './written-attributes';

const DEVIATIONS = ['standard', 'inverted', 'ignored'] as const;
/** Meters whose scales are remembered where no gateway does. */
const MAX_METERS = 10_000;

export = (RED: NodeAPI): void => {
  registerNode<ObisMapProps>(RED, 'obis-map', (node, props) => {
    const gateway = optionalGatewayOf(RED, props.gateway);
    const prefix = gateway?.options.topicPrefix ?? DEFAULT_PREFIX;
    const output = choiceSetting('output', props.output, 'single', ['single', 'set']);
    const policy = choiceSetting('deviation', props.deviation, 'standard', DEVIATIONS);
    const deviation = policy === 'standard' ? {} : { deviationPolicy: policy };
    const mapper = new ObisMapper({
      topicPrefix: prefix,
      clockOf: (meterId) => ({ ...gateway?.clockOf(meterId), ...deviation }),
      primaryOf: (reading) => gateway?.primaryOf(reading) ?? reading,
      currency: gateway?.options.currency ?? '',
      templates: templatesIn(props.templates),
    });
    const words = overridesIn(props.overrides);
    const profiles = gateway?.profiles ?? new ProfileBook();
    carryOver(RED, node, {
      kind: LentWords,
      configure: (lent) => lent.renew(profiles, words),
      create: () => new LentWords(node.id, profiles, words),
    });
    const memories = new Recent<Map<string, unknown>>(MAX_METERS);
    const knownOf = (meterId: string): KnownMeter => {
      const known = gateway?.directory.find(meterId)?.memory ?? memories.get(meterId);
      const memory = known ?? new Map<string, unknown>();
      if (!known) memories.set(meterId, memory);
      const model = gateway?.modelOf(meterId) ?? '';
      return { memory, model, profiles };
    };
    let lack: Lack | undefined;
    const showStatus = (): void => {
      node.status(lack ? { fill: 'grey', shape: 'ring', text: `obis-map.status.${lack}` } : {});
    };

    onInput(
      node,
      (message, send) => {
        const isUnidentified = isFromUnknownLink(message);
        const mapped = isUnidentified ? undefined : map(mapper, message, knownOf);
        const lacking = isUnidentified ? 'unidentified' : lackOf(mapped);
        if (lacking !== lack) {
          lack = lacking;
          showStatus();
        }
        if (!mapped) return;
        const carried = () => RED.util.cloneMessage(message);
        for (const event of mapped.events) {
          const publication = meterEventMessage(prefix, event);
          gateway?.published.life(publication);
          send([null, { ...carried(), ...publication }]);
        }
        for (const profile of mapped.profiles) send({ ...carried(), ...profile });
        const { readings } = mapped;
        for (const reading of readingMessages(readings, gateway, output, RED.util.generateId)) {
          send({ ...carried(), ...reading });
        }
      },
      showStatus,
    );
  });
};

/** Whether it comes over a link that has not said who it is; other messages must name their meter. */
function isFromUnknownLink(message: Message): boolean {
  const { meter } = message as { meter?: { link?: unknown } };
  return meterIdOf(message) === undefined && typeof meter?.link === 'string';
}

/** Why something in a message could not be named. */
type Lack = 'unnamed' | 'columns' | 'unidentified';

function lackOf(mapped: Mapped | undefined): Lack | undefined {
  if (!mapped) return 'unnamed';
  return mapped.unnamed.length > 0 ? 'columns' : undefined;
}

/** What is known of a meter beside its messages. */
interface KnownMeter {
  readonly memory: Map<string, unknown>;
  /** The name of its profile, and all profiles. */
  readonly model: string;
  readonly profiles: ProfileBook;
}

function map(
  mapper: ObisMapper,
  message: Message,
  knownOf: (meterId: string) => KnownMeter,
): Mapped | undefined {
  const meterId = meterIdOf(message);
  if (!meterId) {
    throw new MessageError('msg.meter.id is missing: nobody knows whose values these are');
  }
  const { payload } = message;
  const hints = hintsIn(message, meterId, knownOf(meterId));
  if (Array.isArray(payload)) {
    return mapper.mapNamed({ attributes: attributesIn(payload), isEvent: false }, hints);
  }
  if (typeof payload === 'object' && payload !== null) return mapper.map(payload, hints);
  throw new MessageError('msg.payload must be a decoded APDU or a list of {obis, value}');
}

function hintsIn(message: Message, meterId: string, known: KnownMeter): MappingHints {
  const { memory, model: usual, profiles } = known;
  const { request, capturePeriod } = message;
  const { profile } = message.meter as { readonly profile?: unknown };
  const model = typeof profile === 'string' ? profile : usual;
  return {
    meterId,
    catalogue: profiles.catalogueOf(model),
    pushes: profiles.profileOf(model).pushes,
    scales: scalesIn(memory),
    request,
    pushObjectList: captureObjectsIn(message.pushObjectList),
    captureObjects: captureObjectsIn(message.captureObjects),
    capturePeriod: typeof capturePeriod === 'number' ? capturePeriod : undefined,
  };
}

function scalesIn(memory: Map<string, unknown>): MeterScales {
  return {
    toldOf: (obis) => toldScale(memory, obis),
    learn: (obis, scale) => rememberScale(memory, obis, scale),
  };
}
