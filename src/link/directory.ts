import { EventEmitter } from 'node:events';
import type { Link } from './link';
import type { FormerMeter, Introduction, Meter, MeterEvent, MeterState } from './meter';
import { MeterEntry } from './meter-entry';
import type { MemoryEntries } from './meter-memory';
import { Rivals } from './rivals';

interface DirectoryEvents {
  /** The meter is reached through another link or none, or otherwise spoken to, or asked no more. */
  reach: [meter: Meter];
  /** State or link has changed. `link` is the one that the change came through; restored meters have none. */
  status: [meter: Meter, link: Link | undefined];
  event: [meter: Meter, event: MeterEvent, link: Link | undefined];
  /** The meter's memory has changed. */
  learned: [meter: Meter];
}

/** A gateway that runs for years meets ids that never come back, and some that never were. */
const MAX_METERS = 100_000;

/**
 * Which meters there are and through which link each is reached. A new link of a known meter takes over;
 * the old one is closed and, closing, takes nothing with it but itself.
 */
export class Directory extends EventEmitter<DirectoryEvents> {
  readonly #maxMeters: number;
  readonly #entries = new Map<string, MeterEntry>();
  readonly #onLink = new Map<Link, Set<MeterEntry>>();
  /** Meters without a link, in the order in which they left. */
  readonly #gone = new Set<MeterEntry>();
  /** Of these, meters of an earlier run that have not been met in this one. */
  readonly #restored = new Set<Meter>();

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

  /** Takes in a meter of an earlier run. What has become of it is unknown; who listens is not told yet. */
  restore(former: FormerMeter, recall: () => MemoryEntries): void {
    const { id, address, protocol, state, epoch, lastSeen } = former;
    if (this.#entries.has(id)) return;
    const entry = this.#add(id, address, recall);
    entry.protocol = protocol;
    entry.epoch = nextEpoch(epoch);
    entry.lastSeen = lastSeen;
    entry.presence = state === 'offline' ? 'left' : 'lost';
    this.#gone.add(entry);
    this.#restored.add(entry);
  }

  /** The restored meters that have not been met yet. */
  get restored(): ReadonlySet<Meter> {
    return this.#restored;
  }

  /** Tells of a restored meter, unless it has been met. */
  tellRestored(meter: Meter): void {
    if (this.#restored.has(meter)) this.emit('status', meter, undefined);
  }

  /** A restored meter is offline, unless it has been met. */
  giveUpRestored(meter: Meter): void {
    const entry = this.#entries.get(meter.id);
    if (entry && this.#restored.delete(entry)) this.#setState(entry, 'offline', undefined);
  }

  /**
   * The meter that introduces itself speaks on this link: from now on it is reached there. Undefined where the
   * link is refused it, and closed, because another device of the same id has it.
   */
  identify(link: Link, introduction: Introduction): Meter | undefined {
    const entry = this.#entryFor(introduction);
    const { protocol = entry.protocol } = introduction;
    const isReachedAnew = entry.link !== link || protocol !== entry.protocol;
    if (entry.link !== link && !this.#mayTakeOver(entry, link)) return undefined;
    entry.protocol = protocol;
    if (!isReachedAnew) {
      this.#heard(entry, link);
      return entry;
    }
    const previous = this.#move(entry, link);
    entry.lastSeen = Date.now();
    this.#setState(entry, 'online', link);
    this.emit('reach', entry);
    this.#tellArrival(entry, link, previous !== link && previous !== undefined);
    this.#closeIfDeserted(previous);
    return entry;
  }

  /** The meter must be on this link, though it has said nothing there yet. Undefined as `identify` does. */
  expect(link: Link, introduction: Introduction): Meter | undefined {
    const entry = this.#entryFor(introduction);
    if (entry.link === link) return entry;
    if (!this.#mayTakeOver(entry, link)) return undefined;
    if (entry.presence === 'new') entry.protocol = introduction.protocol ?? entry.protocol;
    const previous = this.#move(entry, link);
    if (entry.state === 'online') {
      this.#tellStatus(entry, link);
    } else {
      this.#setState(entry, 'unknown', link);
      if (link.pushInterval === undefined) {
        this.#awaitSilence(entry, link, 'offline', link.idleTimeout);
      }
    }
    this.emit('reach', entry);
    this.#closeIfDeserted(previous);
    return entry;
  }

  /** A valid frame has come from these meters. */
  heard(link: Link, isFrom: (meter: Meter) => boolean): void {
    for (const entry of this.#onLink.get(link) ?? []) {
      if (isFrom(entry)) this.#heard(entry, link);
    }
  }

  /** The link's idle timeout or push interval has changed: silence is counted anew. */
  patienceChanged(link: Link): void {
    for (const entry of this.#onLink.get(link) ?? []) {
      this.#bePatient(entry, link);
      this.emit('reach', entry);
    }
  }

  /** The link is closed: meters that are still reached through it go offline, unless they only push. */
  linkClosed(link: Link): void {
    for (const entry of [...(this.#onLink.get(link) ?? [])]) {
      // Meters that only push often dial in to push and hang up again.
      if (link.pushInterval === undefined) this.#leave(entry, link);
      else this.#hangUp(entry);
    }
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
    clearTimeout(entry.silence);
    this.#gone.delete(entry);
    this.#restored.delete(entry);
    this.#entries.delete(entry.id);
  }

  close(): void {
    for (const entry of this.#entries.values()) clearTimeout(entry.silence);
    this.#entries.clear();
    this.#onLink.clear();
    this.#gone.clear();
    this.#restored.clear();
  }

  #entryFor({ id, address }: Introduction): MeterEntry {
    const known = this.#entries.get(id);
    if (known) {
      known.address = address ?? known.address;
      return known;
    }
    return this.#add(id, address ?? id);
  }

  #add(id: string, address: string, recall: () => MemoryEntries = () => []): MeterEntry {
    const [longestGone] = this.#gone;
    if (longestGone && this.#entries.size >= this.#maxMeters) this.forget(longestGone);
    const entry: MeterEntry = new MeterEntry(id, address, recall, () =>
      this.emit('learned', entry),
    );
    this.#entries.set(id, entry);
    return entry;
  }

  /** Closes the link where it may not, unless it has other meters. */
  #mayTakeOver(entry: MeterEntry, link: Link): boolean {
    if (!entry.link) return true;
    entry.rivals ??= new Rivals();
    const verdict = entry.rivals.judge(entry.link.remoteAddress, link.remoteAddress);
    if (verdict === 'granted') return true;
    if (verdict === 'refused-first') this.emit('event', entry, 'duplicate_meter_id', link);
    if (this.onLink(link).length === 0) link.close('duplicate');
    return false;
  }

  #closeIfDeserted(link: Link | undefined): void {
    if (link && this.onLink(link).length === 0) link.close('taken-over');
  }

  /** Gives the link that the meter was on before. */
  #move(entry: MeterEntry, link: Link): Link | undefined {
    const previous = entry.link;
    this.#detach(entry);
    this.#gone.delete(entry);
    this.#restored.delete(entry);
    entry.link = link;
    const entries = this.#onLink.get(link);
    if (entries) entries.add(entry);
    else this.#onLink.set(link, new Set([entry]));
    return previous;
  }

  #detach(entry: MeterEntry): void {
    if (!entry.link) return;
    const entries = this.#onLink.get(entry.link);
    entries?.delete(entry);
    if (entries?.size === 0) this.#onLink.delete(entry.link);
    entry.link = undefined;
  }

  #leave(entry: MeterEntry, link: Link): void {
    this.#hangUp(entry);
    this.#setState(entry, 'offline', link);
  }

  #hangUp(entry: MeterEntry): void {
    this.#detach(entry);
    this.#gone.add(entry);
    this.emit('reach', entry);
  }

  #heard(entry: MeterEntry, link: Link): void {
    entry.lastSeen = Date.now();
    if (entry.state === 'online') {
      entry.silence?.refresh();
      return;
    }
    this.#setState(entry, 'online', link);
    this.#tellArrival(entry, link, false);
  }

  /** A meter that is here already has arrived anew only where it left another link for this one. */
  #tellArrival(entry: MeterEntry, link: Link, hasMoved: boolean): void {
    const { presence } = entry;
    entry.presence = 'here';
    if (presence === 'new') this.emit('event', entry, 'meter_connected', link);
    else if (presence !== 'here' || hasMoved) this.emit('event', entry, 'meter_reconnected', link);
  }

  /** A meter that was offline already tells nothing new. */
  #setState(entry: MeterEntry, state: MeterState, link: Link | undefined): void {
    if (state === 'offline' && entry.state === 'offline') return;
    entry.state = state;
    if (link) this.#bePatient(entry, link);
    this.#tellStatus(entry, link);
    const { presence } = entry;
    if (state !== 'offline' || presence === 'new' || presence === 'left') return;
    entry.presence = 'left';
    this.emit('event', entry, 'meter_disconnected', link);
  }

  #tellStatus(entry: MeterEntry, link: Link | undefined): void {
    entry.epoch = nextEpoch(entry.epoch);
    this.emit('status', entry, link);
  }

  /**
   * A meter is `unknown` after three quarters of the time after which a silent link is closed; one that only
   * pushes has three of its intervals.
   */
  #bePatient(entry: MeterEntry, link: Link): void {
    const { idleTimeout, pushInterval } = link;
    clearTimeout(entry.silence);
    if (entry.state === 'offline') return;
    if (pushInterval !== undefined) this.#awaitSilence(entry, link, 'offline', 3 * pushInterval);
    else if (entry.state === 'online')
      this.#awaitSilence(entry, link, 'unknown', 0.75 * idleTimeout);
    else this.#awaitSilence(entry, link, 'offline', 0.25 * idleTimeout);
  }

  #awaitSilence(entry: MeterEntry, link: Link, next: MeterState, patience: number): void {
    clearTimeout(entry.silence);
    const silent = (): void => this.#setState(entry, next, entry.link ?? link);
    entry.silence = setTimeout(silent, patience).unref();
  }
}

function nextEpoch(last: number): number {
  return Math.max(last + 1, Date.now());
}
