import { EventEmitter } from 'node:events';
import type { Source } from '../telemetry';
import type { Link } from './link';

export type MeterState = 'online' | 'unknown' | 'offline';

/** A device with an id, and how it can be reached now. */
export interface Meter {
  readonly id: string;
  /** What the meter calls itself on the line; the id, but for meters that share the factory address. */
  readonly address: string;
  readonly protocol: Source;
  /** Undefined while the meter is not dialled in. */
  readonly link: Link | undefined;
  readonly state: MeterState;
  /** Rises with every change of state or link, also over restarts. */
  readonly epoch: number;
  /** What clients learned about the meter: scales, the form of dialogue that it answers. */
  readonly memory: Map<string, unknown>;
}

export type MeterEvent = 'meter_connected' | 'meter_reconnected' | 'meter_disconnected';

/** What a frame says about its sender. */
export interface Introduction {
  readonly id: string;
  /** What the meter calls itself on the line, where that is not its id. */
  readonly address?: string;
  /** Undefined: the frame does not tell. */
  readonly protocol?: Source | undefined;
}

interface DirectoryEvents {
  /** The meter is reached through another link or none, or spoken to in another protocol. */
  reach: [meter: Meter];
  /** State or link has changed. `link` is the one that the change came through. */
  status: [meter: Meter, link: Link];
  event: [meter: Meter, event: MeterEvent, link: Link];
}

/** A gateway that runs for years meets ids that never come back, and some that never were. */
const MAX_METERS = 100_000;

/**
 * Which meters there are and through which link each is reached. A new link of a known meter takes over;
 * the old one is closed and, closing, takes nothing with it but itself.
 */
export class Directory extends EventEmitter<DirectoryEvents> {
  readonly #maxMeters: number;
  readonly #entries = new Map<string, Entry>();
  readonly #onLink = new Map<Link, Set<Entry>>();
  /** Meters without a link, in the order in which they left. */
  readonly #gone = new Set<Entry>();

  constructor(maxMeters = MAX_METERS) {
    super();
    // Every listener and poller of the flow listens; how many there are is the user's choice.
    this.setMaxListeners(0);
    this.#maxMeters = maxMeters;
  }

  get size(): number {
    return this.#entries.size;
  }

  get online(): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.state === 'online') count++;
    return count;
  }

  meters(): IterableIterator<Meter> {
    return this.#entries.values();
  }

  find(id: string): Meter | undefined {
    return this.#entries.get(id);
  }

  /** The meters that are reached through a link. */
  onLink(link: Link): readonly Meter[] {
    return [...(this.#onLink.get(link) ?? [])];
  }

  /** The meter that introduces itself speaks on this link: from now on it is reached there. */
  identify(link: Link, { id, address = id, protocol }: Introduction): Meter {
    const known = this.#entries.get(id);
    const entry = known ?? this.#add(id, address);
    const previous = entry.link;
    const isReachedAnew = previous !== link || (protocol ?? entry.protocol) !== entry.protocol;
    entry.protocol = protocol ?? entry.protocol;
    if (!isReachedAnew) {
      this.#heard(entry, link);
      return entry;
    }
    this.#move(entry, link);
    this.#setState(entry, 'online', link);
    this.emit('reach', entry);
    if (!known) this.emit('event', entry, 'meter_connected', link);
    else if (previous !== link) this.emit('event', entry, 'meter_reconnected', link);
    if (previous && this.onLink(previous).length === 0) previous.close('taken-over');
    return entry;
  }

  /** A valid frame has come from these meters. */
  heard(link: Link, isFrom: (meter: Meter) => boolean): void {
    for (const entry of this.#onLink.get(link) ?? []) {
      if (isFrom(entry)) this.#heard(entry, link);
    }
  }

  /** The link's idle timeout has changed: silence is counted anew. */
  patienceChanged(link: Link): void {
    for (const entry of this.#onLink.get(link) ?? []) {
      clearTimeout(entry.silence);
      if (entry.state !== 'offline') this.#awaitSilence(entry, link, entry.state);
    }
  }

  /** The link is closed: meters that are still reached through it go offline. Gives those. */
  linkClosed(link: Link): readonly Meter[] {
    const entries = [...(this.#onLink.get(link) ?? [])];
    for (const entry of entries) this.#leave(entry, link);
    return entries;
  }

  /** The meter is not on this link any more, although the link stays. */
  leave(meter: Meter): void {
    const entry = this.#entries.get(meter.id);
    if (entry?.link) this.#leave(entry, entry.link);
  }

  /** Forgets a meter that has left for good. */
  forget(meter: Meter): void {
    const entry = this.#entries.get(meter.id);
    if (!entry || entry.link) return;
    this.#gone.delete(entry);
    this.#entries.delete(entry.id);
  }

  close(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.silence);
    this.#entries.clear();
    this.#onLink.clear();
    this.#gone.clear();
  }

  #add(id: string, address: string): Entry {
    const [longestGone] = this.#gone;
    if (longestGone && this.#entries.size >= this.#maxMeters) this.forget(longestGone);
    const entry = new Entry(id, address);
    this.#entries.set(id, entry);
    return entry;
  }

  #move(entry: Entry, link: Link): void {
    this.#detach(entry);
    this.#gone.delete(entry);
    entry.link = link;
    const entries = this.#onLink.get(link);
    if (entries) entries.add(entry);
    else this.#onLink.set(link, new Set([entry]));
  }

  #detach(entry: Entry): void {
    if (!entry.link) return;
    const entries = this.#onLink.get(entry.link);
    entries?.delete(entry);
    if (entries?.size === 0) this.#onLink.delete(entry.link);
    entry.link = undefined;
  }

  #leave(entry: Entry, link: Link): void {
    this.#detach(entry);
    this.#gone.add(entry);
    this.#setState(entry, 'offline', link);
    this.emit('reach', entry);
  }

  #heard(entry: Entry, link: Link): void {
    if (entry.state === 'online') {
      entry.silence?.refresh();
      return;
    }
    const wasOffline = entry.state === 'offline';
    this.#setState(entry, 'online', link);
    if (wasOffline) this.emit('event', entry, 'meter_reconnected', link);
  }

  /** A meter that was offline already tells nothing new. */
  #setState(entry: Entry, state: MeterState, link: Link): void {
    clearTimeout(entry.silence);
    if (state !== 'offline') this.#awaitSilence(entry, link, state);
    else if (entry.state === 'offline') return;
    entry.state = state;
    entry.epoch = Math.max(entry.epoch + 1, Date.now());
    this.emit('status', entry, link);
    if (state === 'offline') this.emit('event', entry, 'meter_disconnected', link);
  }

  /** A meter is `unknown` after three quarters of the time after which a silent link is closed. */
  #awaitSilence(entry: Entry, link: Link, state: 'online' | 'unknown'): void {
    const [next, share] =
      state === 'online' ? (['unknown', 0.75] as const) : (['offline', 0.25] as const);
    const silent = (): void => this.#setState(entry, next, link);
    entry.silence = setTimeout(silent, link.idleTimeout * share).unref();
  }
}

class Entry implements Meter {
  readonly id: string;
  readonly address: string;
  readonly memory = new Map<string, unknown>();
  /** What a meter speaks that only sent a heartbeat. */
  protocol: Source = 'dlms';
  link: Link | undefined;
  state: MeterState = 'unknown';
  epoch = 0;
  silence: NodeJS.Timeout | undefined;

  constructor(id: string, address: string) {
    this.id = id;
    this.address = address;
  }
}
