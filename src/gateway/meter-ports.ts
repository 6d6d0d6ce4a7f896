import { randomBytes } from 'node:crypto';
import type { Directory, Link } from '../link';
import type { Publication } from '../telemetry';
import { Life } from './life';
import { MeterPort, type MeterPortOptions } from './meter-port';
import { sumOf } from './statistics';
import type { Via } from './status-message';

/** What the ports take from their gateway. */
export interface PortsDesk {
  /** Ports open then. */
  readonly ready: Promise<void>;
  readonly directory: Directory;
  linkOpened(link: Link, port: MeterPort): void;
  linkClosed(link: Link): void;
}

/** The ports that meters dial in to, the links that came through them, and where news of meters go out. */
export class MeterPorts implements Iterable<MeterPort> {
  /** Stands for the link in statuses of meters that have not called in this run. */
  readonly noLink: Via;
  readonly #desk: PortsDesk;
  readonly #ports = new Set<MeterPort>();
  /** Also of links that are closed: some meters are told to be offline long after. */
  readonly #portOf = new WeakMap<Link, MeterPort>();
  readonly #links = new Map<string, Link>();
  readonly #life = new Life();
  /** Makes link names unique over restarts. */
  readonly #run = `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  #linkCount = 0;

  constructor(desk: PortsDesk) {
    this.#desk = desk;
    this.noLink = { id: `${this.#run}-0` };
  }

  [Symbol.iterator](): Iterator<MeterPort> {
    return this.#ports.values();
  }

  get size(): number {
    return this.#ports.size;
  }

  /** ms without a received octet after which a link is closed, at the least patient port. */
  get idleLimit(): number | undefined {
    const limits = Array.from(this.#ports, ({ options }) => options.connectionTimeout);
    return limits.length === 0 ? undefined : Math.min(...limits);
  }

  get statistics(): object {
    return Array.from(this.#ports, (port) => port.statistics).reduce<object>(sumOf, {});
  }

  /** A port for meters to dial in to; it opens when it is released. */
  add(options: MeterPortOptions): MeterPort {
    const port = new MeterPort(options, {
      ready: this.#desk.ready,
      newLinkId: () => `${this.#run}-${++this.#linkCount}`,
      linkOpened: (link) => this.#linkOpened(link, port),
      linkClosed: (link) => this.#linkClosed(link),
      portClosed: () => this.#portClosed(port),
      lifeLeft: (publication) => this.#life.tell(publication),
    });
    this.#ports.add(port);
    this.#life.addPort(port);
    return port;
  }

  /** Lets a port go on under other settings; false where it is not ours, or they need another port. */
  configure(port: MeterPort, options: MeterPortOptions): boolean {
    const { connectionTimeout, pushInterval } = port.options;
    if (!this.#ports.has(port) || !port.configure(options)) return false;
    const isAsPatient =
      options.connectionTimeout === connectionTimeout && options.pushInterval === pushInterval;
    if (isAsPatient) return true;
    for (const link of port.links) {
      link.idleTimeout = options.connectionTimeout;
      link.pushInterval = options.pushInterval;
      this.#desk.directory.patienceChanged(link);
    }
    return true;
  }

  /** The port that a link came through, closed or not. */
  of(link: Link): MeterPort | undefined {
    return this.#portOf.get(link);
  }

  findLink(id: string): Link | undefined {
    return this.#links.get(id);
  }

  /** Sends status or event of a meter out, where its link came in. */
  tell(publication: Publication, link: Link | undefined): void {
    this.#life.tell(publication, link && this.#portOf.get(link));
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }

  #portClosed(port: MeterPort): void {
    this.#ports.delete(port);
    this.#life.removePort(port);
  }

  #linkOpened(link: Link, port: MeterPort): void {
    this.#portOf.set(link, port);
    this.#links.set(link.id, link);
    this.#desk.linkOpened(link, port);
  }

  #linkClosed(link: Link): void {
    this.#desk.linkClosed(link);
    this.#links.delete(link.id);
  }
}
