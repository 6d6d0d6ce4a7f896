import type { Directory, Meter } from '../link';
import type { KnownMeters, Log } from '../store';
import { isMeterId } from '../telemetry';
import { inTurns } from './in-turns';
import { isAutoId } from './zero-address';

/** ms for which what is learned about meters is gathered. */
const GATHERING = 10_000;
/** ms until restored meters are told of: who calls at once is never unknown, and who listens has settled. */
const SETTLING = 1_000;
/** Restored meters that are dealt with before others have their turn. */
const TURN = 100;

/**
 * Meters over restarts. Those of the earlier run are unknown at first, and offline where they have not called
 * until `patience` ms are over; what becomes of meters in this run, and what is learned about them, is
 * remembered.
 */
export class MeterRecords {
  readonly #directory: Directory;
  readonly #known: KnownMeters;
  readonly #log: Log;
  readonly #learned = new Set<Meter>();
  #gathering: NodeJS.Timeout | undefined;
  readonly #settling: NodeJS.Timeout;
  readonly #patience: NodeJS.Timeout;

  constructor(directory: Directory, known: KnownMeters, patience: number, log: Log) {
    this.#directory = directory;
    this.#known = known;
    this.#log = log;
    for (const former of known.all()) {
      if (isMeterId(former.id)) directory.restore(former, () => known.memory(former.id));
    }
    directory.on('status', this.#changed);
    directory.on('learned', this.#hasLearned);
    const tell = (meter: Meter): void => directory.tellRestored(meter);
    const giveUp = (meter: Meter): void => directory.giveUpRestored(meter);
    this.#settling = setTimeout(() => this.#eachRestored(tell), SETTLING).unref();
    this.#patience = setTimeout(() => this.#eachRestored(giveUp), patience).unref();
  }

  /** Hands what was learned to the store. */
  save(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    for (const meter of this.#learned) this.#remember(meter, meter.memory);
    this.#learned.clear();
  }

  /** Saves, and notes nothing any more. */
  close(): void {
    this.save();
    clearTimeout(this.#settling);
    clearTimeout(this.#patience);
    this.#directory.off('status', this.#changed);
    this.#directory.off('learned', this.#hasLearned);
  }

  /** There may be many; of a directory that is closed meanwhile, none is left. */
  #eachRestored(act: (meter: Meter) => void): void {
    inTurns(this.#directory.restored, act, TURN);
  }

  readonly #changed = (meter: Meter): void => this.#remember(meter);

  readonly #hasLearned = (meter: Meter): void => {
    this.#learned.add(meter);
    this.#gathering ??= setTimeout(() => this.save(), GATHERING).unref();
  };

  /** A made-up id is another meter's the next time. */
  #remember(meter: Meter, memory?: ReadonlyMap<string, unknown>): void {
    if (isAutoId(meter.id)) return;
    try {
      this.#known.remember(meter, memory);
    } catch (error) {
      this.#log(`what is known of meter ${meter.id} cannot be stored: ${String(error)}`);
    }
  }
}
