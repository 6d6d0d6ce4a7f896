import { randomBytes } from 'node:crypto';
import { type DlmsAddresses, DlmsClient, dlmsForms, rememberStandard } from '../client';
import { parseFrame, tellStandard } from '../dlt645';
import type { StreamItem } from '../framing';
import { parseHeartbeat } from '../ivy';
import { Directory, type Link, type Meter } from '../link';
import { eventMessage, meterTopic, type Publication, type TimeZone } from '../telemetry';
import { askWhoIsThere, type Found } from './ask-who-is-there';
import { MeterPort, type MeterPortOptions } from './meter-port';
import { isOwnAddress } from './own-address';
import { QuietTimer } from './quiet-timer';
import { statusMessage } from './status-message';
import { autoId, isAutoId, ZERO_ADDRESS, type ZeroAddressPolicy } from './zero-address';

export interface GatewayOptions {
  /** `{gw}` in topics. */
  readonly id: string;
  readonly topicPrefix: string;
  /** ms until a link that has not said who it is gets closed. */
  readonly identifyTimeout: number;
  readonly zeroAddress: ZeroAddressPolicy;
  /** Of the meters' clocks, where they do not say it themselves. */
  readonly timezone: TimeZone | undefined;
  /** Unit of money registers. */
  readonly currency: string;
  readonly dlms: DlmsAddresses & {
    /** Whether DLMS meters are asked anything at all. */
    readonly enabled: boolean;
  };
}

/** A meter that says nothing for so long is asked who it is. */
const QUIET = 2_000;
/** More meters than this behind one modem are noise. */
const MAX_METERS_ON_LINK = 64;

/** Ports, links and meters of one gateway: who is there, and through which link each meter is reached. */
export class Gateway {
  #options: GatewayOptions;
  readonly directory = new Directory();
  readonly #ports = new Set<MeterPort>();
  readonly #portOf = new Map<Link, MeterPort>();
  readonly #dlmsClients = new WeakMap<Link, DlmsClient>();
  readonly #links = new Map<string, Link>();
  /** Makes link names unique over restarts. */
  readonly #run = `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  #linkCount = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.directory.on('status', (meter, link) => {
      this.#publishLife(link, statusMessage(this.#options, meter, link));
    });
    this.directory.on('event', (meter, event, link) => {
      const severity = event === 'meter_disconnected' ? 'warning' : 'info';
      const data = { meterId: meter.id, remoteAddress: link.remoteAddress };
      const { topicPrefix } = this.#options;
      this.#publishLife(link, eventMessage(topicPrefix, meter.id, event, severity, data));
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
    const { id, topicPrefix } = this.#options;
    if (options.id !== id) return false;
    this.#options = options;
    for (const link of this.#links.values()) {
      this.#dlmsClients.get(link)?.useForms(dlmsForms(options.dlms));
    }
    if (options.topicPrefix !== topicPrefix) this.#moveStatuses(topicPrefix);
    return true;
  }

  findLink(id: string): Link | undefined {
    return this.#links.get(id);
  }

  /** A port for meters to dial in to; it opens when it is released. */
  addPort(options: MeterPortOptions): MeterPort {
    const port = new MeterPort(options, {
      newLinkId: () => `${this.#run}-${++this.#linkCount}`,
      linkOpened: (link) => this.#greet(link, port),
      linkClosed: (link) => this.#linkClosed(link),
      portClosed: () => this.#ports.delete(port),
    });
    this.#ports.add(port);
    return port;
  }

  /** Lets a port go on under other settings; false where it is not ours, or they need another port. */
  configurePort(port: MeterPort, options: MeterPortOptions): boolean {
    const { connectionTimeout } = port.options;
    if (!this.#ports.has(port) || !port.configure(options)) return false;
    if (options.connectionTimeout === connectionTimeout) return true;
    for (const link of port.links) {
      link.idleTimeout = options.connectionTimeout;
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

  close(): void {
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

  #linkClosed(link: Link): void {
    for (const meter of this.directory.linkClosed(link)) this.#forgetUnconfigured(meter);
    this.#portOf.delete(link);
    this.#links.delete(link.id);
  }

  #greet(link: Link, port: MeterPort): void {
    this.#portOf.set(link, port);
    this.#links.set(link.id, link);
    const deadline = setTimeout(() => {
      if (this.#isUnidentified(link)) link.close('unidentified');
    }, this.#options.identifyTimeout).unref();
    const quiet = new QuietTimer(
      QUIET,
      () => this.#ask(link, port),
      () => this.#isUnidentified(link),
    );
    link.on('received', (item) => {
      this.#identify(link, port, item);
      quiet.restart();
    });
    link.on('unsolicited', (item) => {
      port.tellUnsolicited(item, link, this.#senderOf(link, item));
    });
    link.on('closed', () => {
      clearTimeout(deadline);
      quiet.close();
    });
  }

  #isUnidentified(link: Link): boolean {
    return !link.isClosed && this.directory.onLink(link).length === 0;
  }

  async #ask(link: Link, port: MeterPort): Promise<void> {
    const dlms = this.#options.dlms.enabled ? this.#dlmsClient(link) : undefined;
    const found = await askWhoIsThere(link, port.options.protocol, dlms);
    if (found && this.#isUnidentified(link)) this.#meet(link, port, found);
  }

  /** What a frame says about who is on its link. */
  #identify(link: Link, port: MeterPort, item: StreamItem): void {
    if (item.kind === 'heartbeat') {
      const { protocol } = port.options;
      const { meterId: id } = parseHeartbeat(item.octets);
      this.#meet(link, port, { id, protocol: protocol === 'auto' ? undefined : protocol });
    } else if (item.kind === 'dlt645') {
      const frame = parseFrame(item.octets);
      // Some slaves refuse what another meter was asked: a refusal makes nobody known.
      const isKnown = this.directory.onLink(link).some(({ address }) => address === frame.address);
      if (frame.response && isOwnAddress(frame.address) && (isKnown || !frame.error)) {
        // With a refusal a meter may also answer a function of the other edition, which it does not know.
        const standard = frame.error ? undefined : tellStandard(frame);
        this.#meet(link, port, { id: frame.address, protocol: 'dlt645', standard });
      }
    } else {
      this.directory.heard(link, ({ protocol }) => protocol === 'dlms');
    }
  }

  #meet(link: Link, port: MeterPort, { id: address, protocol, standard }: Found): void {
    const here = this.directory.onLink(link);
    const id = address === ZERO_ADDRESS ? this.#idOfUnconfigured(link, here) : address;
    const isNew = !here.some((meter) => meter.id === id);
    if (isNew && here.length >= MAX_METERS_ON_LINK) return;
    port.identified(link);
    const met = this.directory.identify(link, { id, address, protocol });
    if (standard) rememberStandard(met.memory, standard);
    if (!isNew) return;
    if (met.protocol === 'dlms') this.#supersede(here);
    if (isAutoId(id)) this.#tellUnconfigured(met, link);
  }

  /** A link has one DLMS meter: where it introduces itself anew, it has been given another address. */
  #supersede(meters: readonly Meter[]): void {
    for (const meter of meters) {
      if (meter.protocol !== 'dlms') continue;
      this.directory.leave(meter);
      this.#forgetUnconfigured(meter);
    }
  }

  #tellUnconfigured({ id, address }: Meter, link: Link): void {
    const data = { meterId: id, remoteAddress: link.remoteAddress, address };
    const { topicPrefix } = this.options;
    this.#publishLife(link, eventMessage(topicPrefix, id, 'unconfigured_meter', 'warning', data));
  }

  /** The next meter that gets this made-up id is another one: nothing that was learned holds for it. */
  #forgetUnconfigured(meter: Meter): void {
    if (isAutoId(meter.id)) this.directory.forget(meter);
  }

  #idOfUnconfigured(link: Link, here: readonly Meter[]): string {
    const already = here.find(({ address }) => address === ZERO_ADDRESS);
    if (already) return already.id;
    const holder = this.directory.find(ZERO_ADDRESS)?.link;
    if (this.#options.zeroAddress === 'accept' && !holder) return ZERO_ADDRESS;
    return autoId(link, (id) => this.directory.find(id)?.link !== undefined);
  }

  #senderOf(link: Link, item: StreamItem): Meter | undefined {
    const here = this.directory.onLink(link);
    if (item.kind !== 'dlt645') return here.find(({ protocol }) => protocol === 'dlms') ?? here[0];
    const { address } = parseFrame(item.octets);
    return (
      here.find((meter) => meter.address === address) ?? (here.length === 1 ? here[0] : undefined)
    );
  }
}
