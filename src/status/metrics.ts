import { Counter, Gauge, Registry } from 'prom-client';
import type { Gateway } from '../gateway';
import { statsPayload } from './gateway-status';
import { type Health, healthOf } from './health';
import { knownMeters, profileOf, stateOf } from './meter-snapshot';
import { VERSION } from './version';

/** A gateway whose metrics are told, and how it is. */
export interface Subject {
  readonly gateway: Gateway;
  readonly health?: Health;
}

interface Facts {
  readonly gateway: Gateway;
  readonly health: Health;
  readonly stats: object;
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly kind: typeof Gauge | typeof Counter;
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (facts: Facts) => readonly Sample[];
}

const LINK_COUNTERS = {
  accepted: 'Links since the port was opened.',
  failed: 'Connections that the operating system could not give.',
  lateAnswers: 'Answers that came after their request had been given up.',
  bytesReceived: 'Octets from meters.',
  bytesSent: 'Octets to meters.',
};
const COMMAND_COUNTERS = {
  received: 'Commands.',
  succeeded: 'Commands that were carried out.',
  failed: 'Commands that were refused or failed.',
  repeated: 'Commands that were answered before.',
  acts: 'Relays that were switched.',
};
const POLLING_GAUGES = {
  meters: 'Meters that can be polled.',
  failing: 'Meters whose last poll failed in part or in whole.',
  backedOff: 'Meters that are left out of polls, because they answered nothing.',
  polling: 'Polls under way.',
  waiting: 'Polls that wait for their turn.',
};
const POLLING_COUNTERS = {
  cycles: 'Polls that are over.',
  readings: 'Readings from polls.',
  failures: 'Registers that could not be read.',
  skipped: 'Polls that did not start because the one before was not over.',
};
const PUBLISHED = ['telemetry', 'status', 'events'];

const FAMILIES: readonly Family[] = [
  family(Gauge, 'info', 'The version of the gateway.', ['version'], () => [
    { labels: { version: VERSION }, value: 1 },
  ]),
  family(Gauge, 'ready', 'Whether the gateway can do its work.', [], ({ health }) => [
    { labels: {}, value: health.ready ? 1 : 0 },
  ]),
  family(
    Gauge,
    'meters',
    'Meters that have called or are listed, by profile and state.',
    ['profile', 'state'],
    ({ gateway }) => meterSamples(gateway),
  ),
  counted(Gauge, 'links', 'Links that are open.', ['links', 'links']),
  ...each(LINK_COUNTERS, (name, help) =>
    counted(Counter, `links_${snake(name)}_total`, help, ['links', name]),
  ),
  labelled(Counter, 'links_closed_total', 'Links that are closed.', 'reason', ['links', 'closed']),
  labelled(Counter, 'links_refused_total', 'Callers that were hung up on.', 'reason', [
    'links',
    'refused',
  ]),
  ...each(COMMAND_COUNTERS, (name, help) =>
    counted(Counter, `commands_${snake(name)}_total`, help, ['commands', name]),
  ),
  ...each(POLLING_GAUGES, (name, help) => polled(Gauge, `polling_${snake(name)}`, help, name)),
  ...each(POLLING_COUNTERS, (name, help) =>
    polled(Counter, `polling_${snake(name)}_total`, help, name),
  ),
  family(Counter, 'published_total', 'Messages made ready to publish.', ['kind'], ({ stats }) =>
    PUBLISHED.map((kind) => ({
      labels: { kind },
      value: numberAt(stats, ['publisher', `${kind}Published`]) ?? 0,
    })),
  ),
  counted(Gauge, 'alarms_active', 'Alarms that are active.', ['alarms', 'active']),
  counted(Gauge, 'broker_clients', 'Clients of the embedded MQTT broker.', ['broker', 'clients']),
];

/** The metrics of some gateways in the text format of Prometheus; no meter can be told from another in them. */
export function metricsText(subjects: readonly Subject[]): Promise<string> {
  const registry = new Registry();
  const facts = subjects.map(({ gateway, health = healthOf(gateway) }) => ({
    gateway,
    health,
    stats: statsPayload(gateway),
  }));
  for (const { kind, name, help, labels, samples } of FAMILIES) {
    const labelNames = ['gateway', ...labels];
    const metric = new kind({ name, help, labelNames, registers: [registry] });
    for (const fact of facts) {
      const { id } = fact.gateway.options;
      for (const { labels: own, value } of samples(fact))
        metric.inc({ gateway: id, ...own }, value);
    }
  }
  return registry.metrics();
}

function family(
  kind: Family['kind'],
  name: string,
  help: string,
  labels: readonly string[],
  samples: Family['samples'],
): Family {
  return { kind, name: `ivy_gateway_${name}`, help, labels, samples };
}

/** One number of the statistics. */
function counted(
  kind: Family['kind'],
  name: string,
  help: string,
  path: readonly string[],
): Family {
  return family(kind, name, help, [], ({ stats }) => {
    const value = numberAt(stats, path);
    return value === undefined ? [] : [{ labels: {}, value }];
  });
}

/** Numbers of the statistics that stand side by side. */
function labelled(
  kind: Family['kind'],
  name: string,
  help: string,
  label: string,
  path: readonly string[],
): Family {
  return family(kind, name, help, [label], ({ stats }) =>
    Object.entries(at(stats, path) ?? {}).flatMap(([key, value]) =>
      typeof value === 'number' ? [{ labels: { [label]: key }, value }] : [],
    ),
  );
}

/** A number of each protocol's polling. */
function polled(kind: Family['kind'], name: string, help: string, figure: string): Family {
  return family(kind, name, help, ['protocol'], ({ stats }) =>
    Object.keys(at(stats, ['polling']) ?? {}).flatMap((protocol) => {
      const value = numberAt(stats, ['polling', protocol, figure]);
      return value === undefined ? [] : [{ labels: { protocol }, value }];
    }),
  );
}

function meterSamples(gateway: Gateway): readonly Sample[] {
  const counts = new Map<string, Sample>();
  for (const known of knownMeters(gateway)) {
    const labels = { profile: profileOf(gateway, known), state: stateOf(known.meter) };
    const key = `${labels.state} ${labels.profile}`;
    counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + 1 });
  }
  return [...counts.values()];
}

function each(
  texts: Readonly<Record<string, string>>,
  familyOf: (name: string, help: string) => Family,
): readonly Family[] {
  return Object.entries(texts).map(([name, help]) => familyOf(name, help));
}

function numberAt(stats: object, path: readonly string[]): number | undefined {
  const found: unknown = at(stats, path);
  return typeof found === 'number' ? found : undefined;
}

function at(stats: object, path: readonly string[]): object | undefined {
  return path.reduce<unknown>(
    (found, name) => (found as Readonly<Record<string, unknown>> | undefined)?.[name],
    stats,
  ) as object | undefined;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
