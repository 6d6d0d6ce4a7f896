import type { Gateway } from '../gateway';
import type { Publication } from '../telemetry';
import { countMeters } from './meter-snapshot';
import { VERSION } from './version';

/** What back ends of the reference gateway show. */
const NAME = 'IVY 4G Gateway';
/** Also the id of a gateway that has been given none: it publishes to the topics of the reference gateway, too. */
const DEFAULT_ID = 'gateway';
const MEGABYTE = 1024 * 1024;

/** That the gateway is there (contract, section 2). */
export function statusPayload({ options }: Gateway) {
  const uptime = uptimeOf();
  return {
    ts: Date.now(),
    status: 'online',
    version: VERSION,
    name: NAME,
    uptime,
    gateway: options.id,
  };
}

/** What the gateway counts, since it started where nothing else is said; memory in MB, uptime in s. */
export function statsPayload(gateway: Gateway) {
  const { statistics, published, options } = gateway;
  const { heapUsed, heapTotal, rss } = process.memoryUsage();
  const publisher = published.statistics;
  return {
    ts: Date.now(),
    status: 'running',
    gateway: options.id,
    uptime: uptimeOf(),
    version: VERSION,
    memory: { heapUsed: inMb(heapUsed), heapTotal: inMb(heapTotal), rss: inMb(rss) },
    meters: countMeters(gateway),
    alarms: { active: 0, total: 0 },
    events: { total: publisher.eventsPublished, recent: published.events.length },
    publisher,
    ...statistics.collect(),
  };
}

/** Status and statistics, ready to publish. */
export function gatewayPublications(gateway: Gateway): readonly Publication[] {
  const status = { payload: statusPayload(gateway), qos: 1, retain: true } as const;
  const stats = { payload: statsPayload(gateway), qos: 0, retain: false } as const;
  return placesOf(gateway).flatMap((place) => [
    { topic: `${place}/status`, ...status },
    { topic: `${place}/stats`, ...stats },
  ]);
}

function placesOf({ options: { id, topicPrefix } }: Gateway): readonly string[] {
  const own = `${topicPrefix}/gateways/${id}`;
  return id === DEFAULT_ID ? [own, `${topicPrefix}/gateway`] : [own];
}

function uptimeOf(): number {
  return Math.floor(process.uptime());
}

function inMb(octets: number): number {
  return Math.round((octets / MEGABYTE) * 10) / 10;
}
