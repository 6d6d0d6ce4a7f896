import { randomBytes } from 'node:crypto';
import { type DlmsAddresses, DlmsClient, dlmsForms } from '../client';
import { Directory, type Link, type Meter } from '../link';
import {
  applyRatio,
  type Judgement,
  judge,
  type MeterKeys,
  type MeterPolicy,
  Roster,
} from '../meters';
import {
  eventMessage,
  meterTopic,
  type Publication,
  type Reading,
  type TimeZone,
} from '../telemetry';
import { Admission } from './admission';
import { MeterPort, type MeterPortOptions } from './meter-port';
import { Reception } from './reception';
import { statusMessage } from './status-message';
import type { ZeroAddressPolicy } from './zero-address';

export interface GatewayOptions {
  /** `{gw}` in topics. */
  readonly id: string;
  readonly topicPrefix: string;
  /** ms until a link that has not said who it is gets closed. */
  readonly identifyTimeout: number;
  readonly zeroAddress: ZeroAddressPolicy;
  /** What becomes of meters that are not in the list. */
  readonly meterPolicy: MeterPolicy;
  /** Where the meter list is; undefined: it is memory only. */
  readonly folder: string | undefined;
  /** What wraps the keys in the meter list; empty: there are none. */
  readonly secret: string;
  /** Of the meters' clocks, where they do not say it themselves. */
  readonly timezone: TimeZone | undefined;
  /** Unit of money registers. */
  readonly currency: string;
  readonly dlms: DlmsAddresses & {
    /** Whether DLMS meters are asked anything at all. */
    readonly enabled: boolean;
  };
}

const SEVERITY = {
  meter_connected: 'info',
  meter_reconnected: 'info',
  meter_disconnected: 'warning',
  duplicate_meter_id: 'critical',
} as const;

/** Ports, links and meters of one gateway: who is there, and through which link each meter is reached. */
export class Gateway {
  #options: GatewayOptions;
  readonly directory = new Directory();
  readonly roster: Roster;
  /** The meter list is known. Never rejects. */
  readonly ready: Promise<void>;
  readonly #ports = new Set<MeterPort>();
  /** Also of links that are closed: some meters are told to be offline long after. */
  readonly #portOf = new WeakMap<Link, MeterPort>();
  readonly #dlmsClients = new WeakMap<Link, DlmsClient>();
  readonly #links = new Map<string, Link>();
  /** Makes link names unique over restarts. */
  readonly #run = `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  #linkCount = 0;
  readonly #admission: Admission;
  readonly #reception: Reception;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.roster = new Roster(options);
    this.roster.on('changed', () => this.#admission.judgeAgain());
    this.ready = this.roster.open();
    this.#admission = new Admission({
      directory: this.directory,
      options: () => this.#options,
      list: () => this.roster.list,
      judge: (id) => this.judge(id),
      publish: (link, publication) => this.#publishLife(link, publication),
    });
    this.#reception = new Reception(
      this.directory,
      this.#admission,
      () => this.#options,
      (link) => this.#dlmsClient(link),
    );
    this.directory.on('status', (meter, link) => {
      this.#publishLife(link, statusMessage(this.#options, meter, link));
    });
    this.directory.on('event', (meter, event, link) => {
      const data = { meterId: meter.id, remoteAddress: link.remoteAddress };
      const { topicPrefix } = this.#options;
      this.#publishLife(link, eventMessage(topicPrefix, meter.id, event, SEVERITY[event], data));
    });
  }

  get options(): GatewayOptions {
    return this.#options;
  }

  /**
   * Goes on under other settings, links and all. False under another id: that is another gateway, with a
   * status and a memory of its own. Under another topic prefix, who is there is told anew.
   */
  configure(options: GatewayOptions): boolean {
    const { id, folder, topicPrefix } = this.#options;
    if (options.id !== id || options.folder !== folder) return false;
    this.#options = options;
    this.roster.useSecret(options.secret);
    this.#admission.judgeAgain();
    for (const link of this.#links.values()) {
      this.#dlmsClients.get(link)?.useProfiles(dlmsForms(options.dlms));
    }
    if (options.topicPrefix !== topicPrefix) this.#moveStatuses(topicPrefix);
    return true;
  }

  /** ms without a received octet after which a link is closed, at the least patient port. */
  get idleLimit(): number | undefined {
    const limits = Array.from(this.#ports, ({ options }) => options.connectionTimeout);
    return limits.length === 0 ? undefined : Math.min(...limits);
  }

  findLink(id: string): Link | undefined {
    return this.#links.get(id);
  }

  /** A port for meters to dial in to; it opens when it is released. */
  addPort(options: MeterPortOptions): MeterPort {
    const port = new MeterPort(options, {
      newLinkId: () => `${this.#run}-${++this.#linkCount}`,
      linkOpened: (link) => this.#linkOpened(link, port),
      linkClosed: (link) => this.#linkClosed(link),
      portClosed: () => this.#ports.delete(port),
    });
    this.#ports.add(port);
    return port;
  }

  /** Lets a port go on under other settings; false where it is not ours, or they need another port. */
  configurePort(port: MeterPort, options: MeterPortOptions): boolean {
    const { connectionTimeout, pushInterval } = port.options;
    if (!this.#ports.has(port) || !port.configure(options)) return false;
    const isAsPatient =
      options.connectionTimeout === connectionTimeout && options.pushInterval === pushInterval;
    if (isAsPatient) return true;
    for (const link of port.links) {
      link.idleTimeout = options.connectionTimeout;
      link.pushInterval = options.pushInterval;
      this.directory.patienceChanged(link);
    }
    return true;
  }

  /** The client for a DLMS meter's link; undefined while the meter is not dialled in. */
  dlmsClient(meter: Meter): DlmsClient | undefined {
    const client = meter.link && this.#dlmsClient(meter.link);
    client?.remember(meter.memory);
    return client;
  }

  /** Whether a meter may be here, and may be written and switched. */
  judge(meterId: string): Judgement {
    return judge(meterId, this.roster.list, this.#options.meterPolicy);
  }

  /** What people call a meter, and the group that they have put it in. */
  describe(meterId: string): { readonly name?: string; readonly group?: string } {
    const { name, group } = this.roster.list.find(meterId) ?? {};
    return { ...(name !== undefined && { name }), ...(group !== undefined && { group }) };
  }

  /** Readings at the primary side; those that are there already stay as they are. */
  primary(readings: readonly Reading[]): readonly Reading[] {
    return readings.map((reading) => this.primaryOf(reading));
  }

  /** A reading at the primary side of the transformers before its meter. */
  primaryOf(reading: Reading): Reading {
    const meter = this.roster.list.find(reading.meterId);
    return meter ? applyRatio(reading, meter) : reading;
  }

  /** The zone that a meter's clock runs on, where it does not say its offset itself. */
  timezoneOf(meterId: string): TimeZone | undefined {
    return this.roster.timezoneOf(meterId) ?? this.#options.timezone;
  }

  /**
   * The secrets of a meter in clear; undefined where it has none.
   * @throws TypeError where they cannot be unwrapped.
   */
  keysOf(meterId: string): MeterKeys | undefined {
    return this.roster.keysOf(meterId);
  }

  close(): void {
    this.roster.close();
    for (const port of this.#ports) port.close();
    this.directory.close();
  }

  /** One for each link, whoever asks: there is never more than one association. */
  #dlmsClient(link: Link): DlmsClient {
    const known = this.#dlmsClients.get(link);
    if (known) return known;
    const client = new DlmsClient(link, dlmsForms(this.#options.dlms));
    this.#dlmsClients.set(link, client);
    return client;
  }

  #publishLife(link: Link, publication: Publication): void {
    this.#portOf.get(link)?.tellLife(publication);
  }

  /** Under the old prefix nobody would ever take back that a meter is online. */
  #moveStatuses(oldPrefix: string): void {
    for (const meter of this.directory.meters()) {
      if (!meter.link) continue;
      const old = meterTopic(oldPrefix, meter.id, 'status');
      this.#publishLife(meter.link, { topic: old, payload: '', qos: 1, retain: true });
      this.#publishLife(meter.link, statusMessage(this.#options, meter, meter.link));
    }
  }

  #linkOpened(link: Link, port: MeterPort): void {
    this.#portOf.set(link, port);
    this.#links.set(link.id, link);
    this.#reception.greet(link, port);
  }

  #linkClosed(link: Link): void {
    this.#admission.linkClosed(link);
    this.#links.delete(link.id);
  }
}
