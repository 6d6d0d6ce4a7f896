import { EventEmitter } from 'node:events';
import type { Source } from '../telemetry';
import type { Link } from './link';

export type MeterState = 'online' | 'unknown' | 'offline';

/** A device with an id, and how it can be reached now. */
export interface Meter {
  readonly id: string;
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

interface DirectoryEvents {
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
  readonly #entries = new Map<string, Entry>();
  readonly #onLink = new Map<Link, Set<Entry>>();

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

  /** The meter with this id speaks on this link: from now on it is reached there. */
  identify(link: Link, id: string, protocol: Source): Meter {
    const entry = this.#entries.get(id) ?? this.#add(id);
    const previous = entry.link;
    if (previous === link) {
      this.#heard(entry, link);
      return entry;
    }
    entry.protocol = protocol;
    this.#move(entry, link);
    this.#setState(entry, 'online', link);
    if (previous && this.onLink(previous).length === 0) previous.close('taken-over');
    return entry;
  }

  /** A valid frame has come from these meters. */
  heard(link: Link, isFrom: (meter: Meter) => boolean): void {
    for (const entry of this.#onLink.get(link) ?? []) {
      if (isFrom(entry)) this.#heard(entry, link);
    }
  }

  /** The link is closed; only meters that are still reached through it go offline. */
  linkClosed(link: Link): void {
    const entries = this.#onLink.get(link) ?? [];
    this.#onLink.delete(link);
    for (const entry of entries) {
      entry.link = undefined;
      this.#setState(entry, 'offline', link);
    }
  }

  /** Forgets a meter that has left for good. */
  forget(meter: Meter): void {
    if (!meter.link) this.#entries.delete(meter.id);
  }

  close(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.silence);
    this.#entries.clear();
    this.#onLink.clear();
  }

  #add(id: string): Entry {
    if (this.#entries.size >= MAX_METERS) this.#forgetOneOffline();
    const entry = new Entry(id);
    this.#entries.set(id, entry);
    return entry;
  }

  /** The map keeps insertion order, so the first that is offline is the oldest. */
  #forgetOneOffline(): void {
    for (const [id, entry] of this.#entries) {
      if (!entry.link) {
        this.#entries.delete(id);
        return;
      }
    }
  }

  #move(entry: Entry, link: Link): void {
    if (entry.link) this.#onLink.get(entry.link)?.delete(entry);
    entry.link = link;
    const entries = this.#onLink.get(link);
    if (entries) entries.add(entry);
    else this.#onLink.set(link, new Set([entry]));
  }

  #heard(entry: Entry, link: Link): void {
    if (entry.state === 'online') entry.silence?.refresh();
    else this.#setState(entry, 'online', link);
  }

  #setState(entry: Entry, state: MeterState, link: Link): void {
    const before = entry.epoch === 0 ? undefined : entry.state;
    clearTimeout(entry.silence);
    if (state !== 'offline') this.#awaitSilence(entry, link, state);
    if (before === state && state === 'offline') return;
    entry.state = state;
    entry.epoch = Math.max(entry.epoch + 1, Date.now());
    this.emit('status', entry, link);
    if (state === 'offline') this.emit('event', entry, 'meter_disconnected', link);
    if (state === 'online' && before === undefined)
      this.emit('event', entry, 'meter_connected', link);
    if (state === 'online' && (before === 'offline' || before === 'online')) {
      this.emit('event', entry, 'meter_reconnected', link);
    }
  }

  /** A meter is `unknown` after three quarters of the time after which a silent link is closed. */
  #awaitSilence(entry: Entry, link: Link, state: 'online' | 'unknown'): void {
    const [next, share] =
      state === 'online' ? (['unknown', 0.75] as const) : (['offline', 0.25] as const);
    entry.silence = setTimeout(() => this.#setState(entry, next, link), link.idleTimeout * share);
  }
}

class Entry implements Meter {
  readonly id: string;
  readonly memory = new Map<string, unknown>();
  protocol: Source = 'dlms';
  link: Link | undefined;
  state: MeterState = 'unknown';
  epoch = 0;
  silence: NodeJS.Timeout | undefined;

  constructor(id: string) {
    this.id = id;
  }
}
