import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { StreamItem } from '../framing';
import { Gate } from '../gate/gate';
import {
  type Failure,
  Link,
  Listener,
  type ListenerOptions,
  type Meter,
  type Refusal,
} from '../link';
import type { Publication, Source } from '../telemetry';
import { PortCounters, type PortStatistics } from './port-statistics';

export interface MeterPortOptions extends ListenerOptions {
  /** `auto`, or the one protocol that meters speak here. */
  readonly protocol: 'auto' | Source;
  /** ms without a received octet until a link is closed. */
  readonly connectionTimeout: number;
  /** What a modem's registration text looks like, beside ICCID and IMEI; its group is the id. */
  readonly registration?: RegExp | undefined;
  /** ms between two messages of meters that only push; undefined: meters here are asked. */
  readonly pushInterval?: number | undefined;
}

export type PortState =
  | { readonly name: 'opening' }
  | { readonly name: 'listening'; readonly port: number }
  | { readonly name: 'retrying'; readonly port: number; readonly reason: string }
  | { readonly name: 'closed' };

interface MeterPortEvents {
  state: [state: PortState];
  /** A meter has dialled in. */
  link: [link: Link];
  closed: [link: Link];
  /** A frame that answers nothing that was asked, or octets that are no frame. */
  unsolicited: [item: StreamItem, link: Link, meter: Meter | undefined];
  /** Status and events of the meters on this port, ready to publish. */
  life: [publication: Publication];
  /** What came of an order, which is given back as it was: a frame, who was found, or why nothing. */
  outcome: [order: object, link: Link, outcome: Outcome];
  /** A caller was hung up on before it became a link. */
  refused: [remoteAddress: string, refusal: Refusal];
  /** A connection could not be accepted, for want of file descriptors for example. */
  failed: [error: Error];
  /** All octets, both directions. */
  traffic: [direction: 'in' | 'out', octets: Uint8Array, link: Link];
}

export type Outcome = StreamItem | Meter | Failure;

/** What a port belongs to; it learns of links before those who listen. */
export interface PortOwner {
  /** Resolves when meters may come; it never rejects. */
  readonly ready: Promise<void>;
  newLinkId(): string;
  linkOpened(link: Link, port: MeterPort): void;
  linkClosed(link: Link, port: MeterPort): void;
  portClosed(port: MeterPort): void;
  /** What was to be told here when the port had been closed. */
  lifeLeft(publication: Publication): void;
}

/** Beyond so many links that have not said who they are, the one that is silent longest gives way. */
const MAX_UNIDENTIFIED = 1_000;
const SILENT = 2_000;

/**
 * One TCP port and the links that came in through it. Who listens may go: while the port is held, links live
 * on and requests are answered; what is for listeners waits for those that come next.
 */
export class MeterPort extends EventEmitter<MeterPortEvents> {
  state: PortState = { name: 'opening' };
  #options: MeterPortOptions;
  readonly #owner: PortOwner;
  readonly #gate = new Gate();
  #listener: Listener | undefined;
  readonly #links = new Set<Link>();
  readonly #counters = new PortCounters();
  /** In order of arrival. */
  readonly #unidentified = new Set<Link>();
  #isMakingRoom = false;

  /** Nobody can dial in before the first `release`. */
  constructor(options: MeterPortOptions, owner: PortOwner) {
    super();
    this.#options = options;
    this.#owner = owner;
    this.#gate.hold();
  }

  get options(): MeterPortOptions {
    return this.#options;
  }

  /** What meters speak here, if the port says so. */
  get onlyProtocol(): Source | undefined {
    const { protocol } = this.#options;
    return protocol === 'auto' ? undefined : protocol;
  }

  get links(): ReadonlySet<Link> {
    return this.#links;
  }

  get statistics(): PortStatistics {
    return this.#counters.statistics(this.#links);
  }

  /** The link has said who it is. */
  identified(link: Link): void {
    this.#unidentified.delete(link);
  }

  /** A frame that answers nothing that was asked. A link with one that waits is not read from. */
  tellUnsolicited(item: StreamItem, link: Link, meter: Meter | undefined): void {
    this.#gate.pass(() => this.emit('unsolicited', item, link, meter));
    if (this.#gate.isHeld) link.pause();
  }

  /** Status or an event of a meter on this port. */
  tellLife(publication: Publication): void {
    this.#gate.pass(() => {
      if (this.#isClosed) this.#owner.lifeLeft(publication);
      else this.emit('life', publication);
    });
  }

  /** What came of an order: whoever gave it, those who listen then get it. */
  tellOutcome(order: object, link: Link, outcome: Outcome): void {
    this.#gate.pass(() => this.emit('outcome', order, link, outcome));
  }

  /** Goes on under other settings; false where they need another port. */
  configure(options: MeterPortOptions): boolean {
    const { host, port, protocol, tls } = this.#options;
    const isSame =
      host === options.host &&
      port === options.port &&
      protocol === options.protocol &&
      isDeepStrictEqual(tls, options.tls);
    if (!isSame || this.#isClosed) return false;
    this.#options = options;
    this.#listener?.setRules(options);
    return true;
  }

  /** All listeners go. What is for them waits, and the port keeps no process running. */
  hold(): void {
    this.removeAllListeners();
    this.#gate.hold();
    this.#listener?.unref();
    for (const link of this.#links) link.unref();
  }

  /**
   * Listeners are there: they get what has waited and what comes. The first time, the port opens, as soon as
   * its owner is ready.
   */
  release(): void {
    if (this.#isClosed) return;
    this.#listener?.ref();
    void this.#owner.ready.then(() => this.#open());
    for (const link of this.#links) link.ref();
    this.#gate.release();
    for (const link of this.#links) link.resume();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#listener?.close();
    this.#setState({ name: 'closed' });
    this.#owner.portClosed(this);
    this.#gate.release();
    for (const link of this.#links) link.close('gateway-stopped');
    this.removeAllListeners();
  }

  get #isClosed(): boolean {
    return this.state.name === 'closed';
  }

  #open(): void {
    if (!this.#isClosed && !this.#gate.isHeld) this.#listener ??= this.#listen();
  }

  #listen(): Listener {
    const listener = new Listener(this.#options);
    listener.on('listening', (port) => this.#setState({ name: 'listening', port }));
    listener.on('refused', (address, refusal) => {
      this.#counters.callerRefused(refusal);
      this.emit('refused', address, refusal);
    });
    listener.on('failed', (error) => {
      this.#counters.acceptFailed();
      this.emit('failed', error);
    });
    listener.on('retrying', ({ message: reason }) =>
      this.#setState({ name: 'retrying', port: this.#options.port, reason }),
    );
    listener.on('accepted', (socket, remote) => {
      const protocol = this.onlyProtocol;
      const link = new Link(socket, {
        id: this.#owner.newLinkId(),
        remote,
        idleTimeout: this.#options.connectionTimeout,
        pushInterval: this.#options.pushInterval,
        ...(protocol && { protocols: [protocol, 'heartbeat'] as const }),
      });
      this.#adopt(link);
    });
    return listener;
  }

  #setState(state: PortState): void {
    this.state = state;
    this.emit('state', state);
  }

  #adopt(link: Link): void {
    this.#links.add(link);
    this.#counters.linkOpened();
    this.#unidentified.add(link);
    if (this.#gate.isHeld) link.unref();
    link.on('traffic', (direction, octets) => this.emit('traffic', direction, octets, link));
    link.on('closed', (reason) => {
      this.#counters.linkClosed(link, reason);
      this.#links.delete(link);
      this.#unidentified.delete(link);
      this.#owner.linkClosed(link, this);
      this.emit('closed', link);
    });
    this.#owner.linkOpened(link, this);
    this.emit('link', link);
    this.#limitUnidentified();
  }

  /** A busy process has not read yet what links have long sent: those have their turn before any is silent. */
  #limitUnidentified(): void {
    if (this.#unidentified.size <= MAX_UNIDENTIFIED || this.#isMakingRoom) return;
    this.#isMakingRoom = true;
    // The first one runs before the next reads, the second one after them.
    setImmediate(() => setImmediate(() => this.#makeRoom()));
  }

  #makeRoom(): void {
    this.#isMakingRoom = false;
    const silentSince = performance.now() - SILENT;
    for (const link of this.#unidentified) {
      if (this.#unidentified.size <= MAX_UNIDENTIFIED) return;
      if (link.lastReceivedAt < silentSince) link.close('limit');
    }
  }
}
