import type { Node, NodeAPI } from 'node-red';
import type { Gateway } from '../../src/gateway';
import type { Meter } from '../../src/link';
import {
  type CycleOptions,
  Poller,
  type PollerOptions,
  type PollerReport,
  type ProfileKind,
  type ProfileReport,
  type ReadRegisters,
  type RegistersOf,
} from '../../src/polling';
import type { Reading, Source } from '../../src/telemetry';
import { gatewayOf } from './gateway-node';
import { guarded, onInput } from './guard';
import { meterInfo } from './meter-message';
import { carryOver } from './parked';
import { warnOfRarePolls } from './poll-interval';
import { keepPollStatus, type RestReason } from './poll-status';
import { pollTriggerIn, triggeredMeters } from './poll-trigger';
import type { PollerProps } from './poller.props';
import { readingMessages } from './reading-messages';
import type { ReadingOutput } from './reading-output.props';
import { registerNode } from './register-node';
import { booleanSetting, choiceSetting, numberSetting } from './settings';

/** What is polled of a meter, by the group's name. */
export type RegisterGroups<Register> = Readonly<Record<string, RegistersOf<Register>>>;

/** What the two protocols' pollers differ in. */
export interface PollerKind<Props, Register> {
  readonly type: string;
  readonly protocol: Source;
  /** What can be polled, by the group's name; `energy` is the default. */
  readonly groups: (props: Props, gateway: Gateway) => RegisterGroups<Register>;
  readonly nameOf: (register: Register) => string;
  readonly reader: (gateway: Gateway, options: CycleOptions) => ReadRegisters<Register>;
  /** What it reads beside registers. */
  readonly readProfiles?: (setting: ProfileSetting<Props>) => ProfileReads;
  /** Why meters are asked only on trigger, as the name of a status; undefined where they are polled. */
  readonly restsBecause?: (props: Props, gateway: Gateway) => RestReason | undefined;
}

/** What a poller's node gives to the reads of profiles. */
export interface ProfileSetting<Props> {
  readonly node: Node;
  readonly props: Props;
  readonly gateway: Gateway;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** Whether profiles are read on trigger only. */
  readonly isResting: boolean;
  readonly report: ProfileReport;
}

/** Reads of profiles that a trigger can ask for by name. */
export interface ProfileReads {
  readonly kinds: readonly ProfileKind[];
  trigger(meters: Iterable<Meter>, kind: ProfileKind): void;
}

const NOTHING = (): readonly [] => [];
const TIMES = { min: 100, max: 86_400_000 };

export function registerPoller<Props extends PollerProps, Register>(
  RED: NodeAPI,
  kind: PollerKind<Props, Register>,
): void {
  registerNode<Props>(RED, kind.type, (node, props) => {
    const gateway = gatewayOf(RED, props.gateway);
    const interval = numberSetting('POLLING_INTERVAL', props.interval, 60_000, {
      ...TIMES,
      min: 1_000,
    });
    const groups = kind.groups(props, gateway);
    const names = Object.keys(groups);
    const group = choiceSetting('POLLING_REGISTER_GROUP', props.group, 'energy', names);
    const timeout = numberSetting('POLLING_TIMEOUT', props.timeout, 10_000, TIMES);
    const read = kind.reader(gateway, {
      timeout,
      retries: numberSetting('POLLING_RETRIES', props.retries, 2, { min: 0, max: 10 }),
      clockOf: (meterId) => gateway.clockOf(meterId),
      currency: gateway.options.currency,
    });
    const output = choiceSetting('output', props.output, 'single', ['single', 'set']);
    const rests = restReason(kind, props, gateway);
    const { protocol, nameOf } = kind;
    const options: PollerOptions<Register> = {
      protocol,
      nameOf,
      read,
      registersOf: groups[group] ?? NOTHING,
      interval: rests === undefined ? interval : undefined,
    };
    const report = reportTo(RED, node, gateway, output);
    const isResting = rests !== undefined;
    const profiles = kind.readProfiles?.({ node, props, gateway, timeout, isResting, report });
    const poller = carryOver(RED, node, {
      kind: Poller<Register>,
      configure: (parked) => parked.configure(gateway.directory, options, report),
      create: () => new Poller(gateway.directory, options, report),
    });
    const figures = () => ({ [protocol]: poller.statistics });
    node.on('close', gateway.statistics.add('polling', figures));
    if (rests === undefined) warnOfRarePolls(RED, node, gateway, interval);

    onInput(
      node,
      ({ payload }) => {
        const trigger = pollTriggerIn(payload, [...names, ...(profiles?.kinds ?? [])]);
        const meters = triggeredMeters(gateway, trigger, protocol);
        const asked = profiles?.kinds.find((name) => name === trigger.registers);
        if (asked !== undefined) profiles?.trigger(meters, asked);
        else poller.trigger(meters, groups[trigger.registers ?? group] ?? NOTHING);
      },
      keepPollStatus(RED, node, poller, rests),
    );
  });
}

function restReason<Props extends PollerProps, Register>(
  kind: PollerKind<Props, Register>,
  props: Props,
  gateway: Gateway,
): RestReason | undefined {
  const enabled = booleanSetting('POLLING_ENABLED', props.enabled, true);
  return kind.restsBecause?.(props, gateway) ?? (enabled ? undefined : 'disabled');
}

/** Sends readings as they are read, or those of a cycle when it is over; failures and answers go out at once. */
function reportTo(
  RED: NodeAPI,
  node: Node,
  gateway: Gateway,
  output: ReadingOutput,
): PollerReport & ProfileReport {
  const meterOf = (meterId: string) => {
    const meter = gateway.directory.find(meterId);
    return meter?.link ? { meter: meterInfo(gateway, meter.link, meter) } : {};
  };
  const sendReadings = (readings: readonly Reading[]) => {
    const primary = gateway.primary(readings);
    for (const message of readingMessages(primary, gateway, output, RED.util.generateId)) {
      node.send({ ...message, ...meterOf(readings[0]?.meterId ?? '') });
    }
  };
  return {
    readings: guarded(node, (readings) => {
      if (output !== 'set') sendReadings(readings);
    }),
    rows: guarded(node, (meter, publication) => {
      node.send({ ...publication, ...meterOf(meter.id) });
    }),
    failure: guarded(node, (failure) => {
      node.send([null, { payload: failure, ...meterOf(failure.meterId) }]);
    }),
    answer: guarded(node, ({ request, answer }) => {
      node.send([null, null, { payload: answer, request, ...meterOf(String(request.meterId)) }]);
    }),
    summary: guarded(node, (summary, readings) => {
      if (output === 'set') sendReadings(readings);
      node.send([null, { payload: summary, ...meterOf(summary.meterId) }]);
    }),
  };
}
