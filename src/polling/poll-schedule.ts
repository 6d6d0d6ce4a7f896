import type { Directory, Link, Meter } from '../link';

/** ms between two polls of one meter; undefined: only when asked. */
export type PollInterval = number | undefined;

export interface PollScheduleOptions<What> {
  readonly interval: PollInterval;
  /** How many meters are polled at the same time. */
  readonly concurrency: number;
  /** Which of the directory's meters are polled at all. */
  readonly isMine: (meter: Meter) => boolean;
  /** Polls one meter, for `what` the poll was asked for, if it was; must not reject. */
  readonly poll: (meter: Meter, what: What | undefined) => Promise<void>;
}

/** The first poll comes this soon after a meter has dialled in: they often come in crowds. */
const FIRST_POLL_SPREAD = 2_000;

interface Entry<What> {
  readonly meter: Meter;
  /** The link that the meter was last seen to dial in on. */
  link: Link | undefined;
  timer: NodeJS.Timeout | undefined;
  state: 'resting' | 'waiting' | 'polling';
  what: What | undefined;
}

/**
 * When each meter is polled: soon after it dialled in, then once an interval at an offset of its own, which
 * its id decides, so that many meters are spread evenly and stay so. A meter whose poll is not over is
 * skipped and counted, and a silent meter delays nobody.
 */
export class PollSchedule<What> {
  /** Polls that did not start because the one before was not over. */
  skipped = 0;
  readonly #options: PollScheduleOptions<What>;
  #interval: PollInterval;
  readonly #directory: Directory;
  readonly #entries = new Map<string, Entry<What>>();
  readonly #waiting: Entry<What>[] = [];
  #polling = 0;
  #closed = false;

  constructor(directory: Directory, options: PollScheduleOptions<What>) {
    this.#directory = directory;
    this.#options = options;
    this.#interval = options.interval;
    directory.on('reach', this.#onReach);
    for (const meter of directory.meters()) this.#onReach(meter);
  }

  /** How many meters can be polled now. */
  get size(): number {
    return this.#entries.size;
  }

  /** Changes the time between polls: each meter comes next at its own moment in the new interval. */
  setInterval(interval: PollInterval): void {
    if (interval === this.#interval) return;
    this.#interval = interval;
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.timer);
      if (interval !== undefined) this.#dueNext(entry, interval);
    }
  }

  /** Polls a meter now; false where its poll is under way or waiting already. */
  pollNow(meter: Meter, what: What): boolean {
    const entry = this.#entries.get(meter.id);
    return entry !== undefined && this.#due(entry, what);
  }

  close(): void {
    this.#closed = true;
    this.#directory.off('reach', this.#onReach);
    for (const { timer } of this.#entries.values()) clearTimeout(timer);
    this.#entries.clear();
    this.#waiting.length = 0;
  }

  readonly #onReach = (meter: Meter): void => {
    const entry = this.#entries.get(meter.id);
    if (!meter.link || !this.#options.isMine(meter)) this.#drop(entry);
    else if (entry?.link !== meter.link) this.#pollSoon(entry ?? this.#add(meter));
  };

  #add(meter: Meter): Entry<What> {
    const entry = newEntry<What>(meter);
    this.#entries.set(meter.id, entry);
    return entry;
  }

  #pollSoon(entry: Entry<What>): void {
    const { meter } = entry;
    const interval = this.#interval;
    entry.link = meter.link;
    clearTimeout(entry.timer);
    if (interval === undefined) return;
    const spread = Math.min(FIRST_POLL_SPREAD, interval / 4);
    this.#dueIn(entry, interval, share(meter.id) * spread);
  }

  #drop(entry: Entry<What> | undefined): void {
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#entries.delete(entry.meter.id);
    const waiting = this.#waiting.indexOf(entry);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
  }

  #dueIn(entry: Entry<What>, interval: number, delay: number): void {
    const due = (): void => {
      this.#dueNext(entry, interval);
      if (!this.#due(entry)) this.skipped++;
    };
    entry.timer = setTimeout(due, delay).unref();
  }

  #dueNext(entry: Entry<What>, interval: number): void {
    this.#dueIn(entry, interval, untilNext(entry.meter.id, interval));
  }

  #due(entry: Entry<What>, what?: What): boolean {
    if (entry.state !== 'resting' || this.#closed) return false;
    entry.state = 'waiting';
    entry.what = what;
    this.#waiting.push(entry);
    this.#startWaiting();
    return true;
  }

  #startWaiting(): void {
    while (this.#polling < this.#options.concurrency) {
      const entry = this.#waiting.shift();
      if (!entry) return;
      this.#polling++;
      entry.state = 'polling';
      void this.#options.poll(entry.meter, entry.what).finally(() => {
        entry.state = 'resting';
        this.#polling--;
        this.#startWaiting();
      });
    }
  }
}

function newEntry<What>(meter: Meter): Entry<What> {
  return { meter, link: undefined, timer: undefined, state: 'resting', what: undefined };
}

/** ms until a meter's own moment in the interval comes again, but never right after a first poll. */
function untilNext(id: string, interval: number): number {
  const since = (performance.now() + (1 - share(id)) * interval) % interval;
  const wait = interval - since;
  return wait < interval / 4 ? wait + interval : wait;
}

/** A number from 0 to 1 that is always the same for an id and spread evenly over ids (FNV-1a). */
function share(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000;
}
