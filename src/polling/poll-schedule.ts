import type { Directory, Link, Meter } from '../link';
import { pollsLeftOut } from './back-off';
import { Lane } from './lane';
import { soon, untilNext } from './moment';
import { onOwnFrame } from './own-frame';

/** ms between two polls of one meter; undefined: only when asked. */
export type PollInterval = number | undefined;

/** What is to be polled of a meter, and how it went before. */
export interface PollOrder<What> {
  /** Undefined where nobody asked for the poll: its time has come. */
  readonly what: What | undefined;
  /** Polls of this meter that were due while the one before was not over, since it was last polled. */
  readonly skipped: number;
  /** Polls in a row, up to now, in which the meter answered nothing. */
  readonly silentPolls: number;
}

export interface PollScheduleOptions<What> {
  readonly interval: PollInterval;
  /** How many meters are polled at the same time, of those that answer and of those that are silent. */
  readonly concurrency: number;
  /** Which of the directory's meters are polled at all. */
  readonly isMine: (meter: Meter) => boolean;
  /** Polls one meter; gives whether it was silent, whatever it was asked; must not reject. */
  readonly poll: (meter: Meter, order: PollOrder<What>) => Promise<boolean>;
}

/** ms after which a poll is late: the process was stopped, and others are late too. */
const LATE = 1_000;

interface Entry {
  readonly meter: Meter;
  /** The link that the meter was last seen to dial in on. */
  link: Link | undefined;
  timer: NodeJS.Timeout | undefined;
  state: 'resting' | 'waiting' | 'polling';
  skipped: number;
  silentPolls: number;
  /** Polls that come and are still to be left out. */
  leftOut: number;
  stopWaiting: () => void;
  stopListening: () => void;
}

/**
 * When each meter is polled: soon after it dialled in, then once an interval at an offset of its own, which
 * its id decides, so that many meters are spread evenly and stay so. A meter whose poll is not over is
 * skipped and counted. One that answers nothing is left out of more and more polls, and is polled in a lane
 * of its own, so that silent meters delay nobody; a new link, or a frame of its own, ends that.
 */
export class PollSchedule<What> {
  /** Polls that did not start because the one before was not over. */
  skipped = 0;
  readonly #options: PollScheduleOptions<What>;
  #interval: PollInterval;
  readonly #directory: Directory;
  readonly #entries = new Map<string, Entry>();
  readonly #answering: Lane;
  readonly #silent: Lane;

  constructor(directory: Directory, options: PollScheduleOptions<What>) {
    this.#directory = directory;
    this.#options = options;
    this.#interval = options.interval;
    this.#answering = new Lane(options.concurrency);
    this.#silent = new Lane(options.concurrency);
    directory.on('reach', this.#onReach);
    for (const meter of directory.meters()) this.#onReach(meter);
  }

  /** How many meters can be polled now. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many meters are left out of polls, because they answered nothing. */
  get backedOff(): number {
    const interval = this.#interval;
    if (interval === undefined) return 0;
    return this.#count(({ silentPolls }) => pollsLeftOut(silentPolls, interval) > 0);
  }

  /** How many polls are under way. */
  get polling(): number {
    return this.#count(({ state }) => state === 'polling');
  }

  /** How many polls wait for their turn. */
  get waiting(): number {
    return this.#count(({ state }) => state === 'waiting');
  }

  /** Changes the time between polls: each meter comes next at its own moment in the new interval. */
  setInterval(interval: PollInterval): void {
    if (interval === this.#interval) return;
    this.#interval = interval;
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.timer);
      if (interval === undefined) continue;
      entry.leftOut = Math.min(entry.leftOut, pollsLeftOut(entry.silentPolls, interval));
      this.#dueNext(entry, interval);
    }
  }

  /** Polls a meter now; false where its poll is under way or waiting already. */
  pollNow(meter: Meter, what: What): boolean {
    const entry = this.#entries.get(meter.id);
    return entry !== undefined && this.#due(entry, what);
  }

  close(): void {
    this.#directory.off('reach', this.#onReach);
    for (const entry of this.#entries.values()) this.#drop(entry);
  }

  #count(holds: (entry: Entry) => boolean): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (holds(entry)) count++;
    return count;
  }

  readonly #onReach = (meter: Meter): void => {
    const entry = this.#entries.get(meter.id);
    if (!meter.link || !this.#options.isMine(meter)) this.#drop(entry);
    else if (entry?.link !== meter.link) this.#pollSoon(entry ?? this.#add(meter));
  };

  #add(meter: Meter): Entry {
    const entry = newEntry(meter);
    this.#entries.set(meter.id, entry);
    return entry;
  }

  #pollSoon(entry: Entry): void {
    const { meter } = entry;
    const interval = this.#interval;
    entry.link = meter.link;
    forgive(entry);
    clearTimeout(entry.timer);
    if (interval !== undefined) this.#dueIn(entry, interval, soon(meter.id, interval));
  }

  #drop(entry: Entry | undefined): void {
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.stopWaiting();
    entry.stopListening();
    this.#entries.delete(entry.meter.id);
  }

  #dueNext(entry: Entry, interval: number): void {
    this.#dueIn(entry, interval, untilNext(entry.meter.id, interval));
  }

  /** Where all timers are late, for the process was stopped, what was missed is not made up for all at once. */
  #dueIn(entry: Entry, interval: number, delay: number): void {
    const planned = performance.now() + delay;
    const due = (): void => {
      this.#dueNext(entry, interval);
      this.#come(entry);
    };
    const dueUnlessLate = (): void => {
      if (performance.now() - planned < LATE) due();
      else entry.timer = setTimeout(due, soon(entry.meter.id, interval)).unref();
    };
    entry.timer = setTimeout(dueUnlessLate, delay).unref();
  }

  /** A meter's own moment has come. */
  #come(entry: Entry): void {
    if (entry.leftOut > 0) {
      entry.leftOut--;
    } else if (!this.#due(entry)) {
      entry.skipped++;
      this.skipped++;
    }
  }

  #due(entry: Entry, what?: What): boolean {
    if (entry.state !== 'resting') return false;
    entry.state = 'waiting';
    const lane = entry.silentPolls === 0 ? this.#answering : this.#silent;
    entry.stopWaiting = lane.enter(() => this.#poll(entry, what));
    return true;
  }

  async #poll(entry: Entry, what: What | undefined): Promise<void> {
    const { meter, link, skipped, silentPolls } = entry;
    entry.state = 'polling';
    entry.skipped = 0;
    const isSilent = await this.#options.poll(meter, { what, skipped, silentPolls });
    entry.state = 'resting';
    if (!isSilent) forgive(entry);
    // What was not answered on a link that is gone says nothing about the one that is there now.
    else if (link && link === entry.link && this.#entries.has(meter.id)) this.#backOff(entry, link);
  }

  #backOff(entry: Entry, link: Link): void {
    entry.silentPolls++;
    if (this.#interval !== undefined) {
      entry.leftOut = pollsLeftOut(entry.silentPolls, this.#interval);
    }
    entry.stopListening();
    entry.stopListening = onOwnFrame(entry.meter, link, () => {
      if (entry.state === 'resting') forgive(entry);
    });
  }
}

function newEntry(meter: Meter): Entry {
  return {
    meter,
    link: undefined,
    timer: undefined,
    state: 'resting',
    skipped: 0,
    silentPolls: 0,
    leftOut: 0,
    stopWaiting: () => undefined,
    stopListening: () => undefined,
  };
}

/** Nothing is held against a meter that has been heard. */
function forgive(entry: Entry): void {
  entry.silentPolls = 0;
  entry.leftOut = 0;
  entry.stopListening();
}
