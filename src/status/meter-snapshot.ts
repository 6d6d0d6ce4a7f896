import type { Gateway } from '../gateway';
import { Failure, type Meter, type MeterState } from '../link';
import type { ListedMeter } from '../meters';
import type { Reading, Source } from '../telemetry';
import { type ActiveAlarm, activeAlarms } from './active-alarms';

/** The last reading of a register, and how many ms ago it came. */
export type LastReading = Omit<Reading, 'meterId' | 'register'> & { readonly age: number };

/** What is known of a meter now. Times in ms since 1970, ages in ms. */
export interface MeterSnapshot {
  readonly meterId: string;
  readonly name?: string;
  readonly group?: string;
  readonly profile: string;
  /** Whether it is in the meter list. */
  readonly listed: boolean;
  /** Whether it may be written and switched; not while one with keys has failed to prove who it is. */
  readonly trusted: boolean;
  readonly protected: boolean;
  readonly online: boolean;
  /** Of a meter that is listed, and has never called: `offline`. */
  readonly state: MeterState;
  /** Absent where it has never called. */
  readonly protocol?: Source;
  readonly address?: string;
  /** Of its last valid frame; absent where there was none. */
  readonly lastSeen?: number;
  readonly age?: number;
  /** The rest is absent while it is not dialled in. */
  readonly link?: string;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly connectedAt?: number;
  /** Of the link, which meters behind one modem share. */
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
}

export interface MeterDetails extends MeterSnapshot {
  /** By register. */
  readonly lastTelemetry: Readonly<Record<string, LastReading>>;
}

/** Which meters are asked for; what is absent stands for all. */
export interface MeterFilter {
  readonly state?: MeterState | undefined;
  readonly group?: string | undefined;
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
  /** With their last readings. */
  readonly readings?: boolean | undefined;
}

export interface MeterPage {
  /** How many match, of which `meters` may be a part. */
  readonly total: number;
  readonly meters: readonly (MeterSnapshot | MeterDetails)[];
}

/** The meters that have called, in this run or an earlier one, then those that are only listed. */
export function meterPage(gateway: Gateway, filter: MeterFilter): MeterPage {
  const { state, group, offset = 0, limit = Number.POSITIVE_INFINITY } = filter;
  const matching = knownMeters(gateway).filter(
    ({ meter, listed }) =>
      (state === undefined || stateOf(meter) === state) &&
      (group === undefined || listed?.group === group),
  );
  const show = filter.readings ? detailsOf : snapshotOf;
  return {
    total: matching.length,
    meters: matching.slice(offset, offset + limit).map((known) => show(gateway, known)),
  };
}

/** With its active alarms. @throws Failure `unknown-meter` for one that neither has called nor is listed. */
export function meterDetails(
  gateway: Gateway,
  meterId: string,
): MeterDetails & { readonly alarms: readonly ActiveAlarm[] } {
  const meter = gateway.directory.find(meterId);
  const listed = gateway.roster.list.find(meterId);
  if (!meter && !listed) throw new Failure('unknown-meter', 'Meter not found');
  const alarms = activeAlarms(gateway).filter((alarm) => alarm.meterId === meterId);
  return { ...detailsOf(gateway, { id: meterId, meter, listed }), alarms };
}

/** How many meters there are in each state. */
export function countMeters(gateway: Gateway): Readonly<Record<MeterState | 'total', number>> {
  const counts = { online: 0, unknown: 0, offline: 0, total: 0 };
  for (const { meter } of knownMeters(gateway)) {
    counts[stateOf(meter)]++;
    counts.total++;
  }
  return counts;
}

export interface KnownMeter {
  readonly id: string;
  /** Undefined where it has never called. */
  readonly meter: Meter | undefined;
  readonly listed: ListedMeter | undefined;
}

export function knownMeters({ directory, roster }: Gateway): readonly KnownMeter[] {
  const { list } = roster;
  const known: KnownMeter[] = [];
  for (const meter of directory.meters()) {
    known.push({ id: meter.id, meter, listed: list.find(meter.id) });
  }
  for (const listed of list.all()) {
    if (!directory.find(listed.id)) known.push({ id: listed.id, meter: undefined, listed });
  }
  return known;
}

/** As it is listed or shows; what meters of an earlier run showed is left where it is remembered. */
export function profileOf(gateway: Gateway, { id, meter, listed }: KnownMeter): string {
  const isMet = meter && !gateway.directory.restored.has(meter);
  return isMet ? gateway.modelOf(id) : (listed?.profile ?? gateway.options.profile);
}

export function stateOf(meter: Meter | undefined): MeterState {
  return meter?.state ?? 'offline';
}

function snapshotOf(gateway: Gateway, known: KnownMeter): MeterSnapshot {
  const { id, meter, listed } = known;
  return {
    meterId: id,
    ...gateway.describe(id),
    profile: profileOf(gateway, known),
    listed: listed !== undefined,
    trusted: gateway.judge(id).trusted && !gateway.proofs.hasFailed(id),
    protected: listed?.protected ?? false,
    online: meter?.state === 'online',
    state: stateOf(meter),
    ...(meter && whatItSaid(meter)),
  };
}

function whatItSaid({ protocol, address, lastSeen, link }: Meter) {
  return {
    protocol,
    address,
    ...(lastSeen > 0 && { lastSeen, age: ageOf(lastSeen) }),
    ...(link && {
      link: link.id,
      remoteAddress: link.remoteAddress,
      remotePort: link.remotePort,
      connectedAt: link.acceptedAt,
      bytesReceived: link.bytesReceived,
      bytesSent: link.bytesSent,
    }),
  };
}

function detailsOf(gateway: Gateway, known: KnownMeter): MeterDetails {
  const readings = [...gateway.published.latest.of(known.id)].map(([register, reading]) => {
    const { meterId: _, register: __, ...rest } = reading;
    return [register, { ...rest, age: ageOf(reading.ts) }] as const;
  });
  return { ...snapshotOf(gateway, known), lastTelemetry: Object.fromEntries(readings) };
}

/** The wall clock may have been set back since. */
function ageOf(ts: number): number {
  return Math.max(0, Date.now() - ts);
}
