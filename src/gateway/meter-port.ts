import { EventEmitter } from 'node:events';
import type { StreamItem } from '../framing';
import { Link, Listener, type ListenerOptions, type Meter } from '../link';
import type { Publication, Source } from '../telemetry';

export interface MeterPortOptions extends ListenerOptions {
  /** `auto`, or the one protocol that meters speak here. */
  readonly protocol: 'auto' | Source;
  /** ms without a received octet until a link is closed. */
  readonly connectionTimeout: number;
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
  /** All octets, both directions. */
  traffic: [direction: 'in' | 'out', octets: Uint8Array, link: Link];
}

/** Beyond so many links that have not said who they are, the one that is silent longest gives way. */
const MAX_UNIDENTIFIED = 1_000;
const SILENT = 2_000;

/** One TCP port and the links that came in through it. */
export class MeterPort extends EventEmitter<MeterPortEvents> {
  readonly options: MeterPortOptions;
  state: PortState = { name: 'opening' };
  readonly #listener: Listener;
  readonly #links = new Set<Link>();
  /** In order of arrival. */
  readonly #unidentified = new Set<Link>();

  constructor(options: MeterPortOptions, nextLinkId: () => string) {
    super();
    this.options = options;
    this.#listener = new Listener(options);
    this.#listener.on('listening', (port) => this.#setState({ name: 'listening', port }));
    this.#listener.on('retrying', (error) =>
      this.#setState({ name: 'retrying', port: options.port, reason: error.message }),
    );
    this.#listener.on('accepted', (socket) => {
      const { connectionTimeout, protocol } = options;
      const link = new Link(socket, {
        id: nextLinkId(),
        idleTimeout: connectionTimeout,
        ...(protocol === 'auto' ? {} : { protocols: [protocol, 'heartbeat'] as const }),
      });
      this.#adopt(link);
    });
  }

  get links(): ReadonlySet<Link> {
    return this.#links;
  }

  /** The link has said who it is. */
  identified(link: Link): void {
    this.#unidentified.delete(link);
  }

  close(): void {
    this.#listener.close();
    for (const link of this.#links) link.close('gateway-stopped');
    this.#setState({ name: 'closed' });
    this.removeAllListeners();
  }

  #setState(state: PortState): void {
    this.state = state;
    this.emit('state', state);
  }

  #adopt(link: Link): void {
    this.#links.add(link);
    this.#unidentified.add(link);
    link.on('traffic', (direction, octets) => this.emit('traffic', direction, octets, link));
    link.on('closed', () => {
      this.#links.delete(link);
      this.#unidentified.delete(link);
      this.emit('closed', link);
    });
    this.emit('link', link);
    if (this.#unidentified.size > MAX_UNIDENTIFIED) this.#closeOldestSilent();
  }

  #closeOldestSilent(): void {
    const silentSince = performance.now() - SILENT;
    const oldest = [...this.#unidentified].find((link) => link.lastReceivedAt < silentSince);
    oldest?.close('limit');
  }
}
