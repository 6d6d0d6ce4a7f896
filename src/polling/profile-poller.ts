import { type Directory, Failure, type Meter } from '../link';
import type { Publication } from '../telemetry';
import type { CycleFailure } from './cycle';
import { described } from './described';
import { PollSchedule } from './poll-schedule';
import { NoSuchProfile, type ProfileMeters, readNewRows } from './profile-cycle';
import { profileMark } from './profile-mark';
import type { ProfileKind, ProfileTask } from './profile-task';
import { isRefused, noteRefused } from './refused';

export interface ProfilePollerOptions {
  /** ms between two looks whether something is due; undefined: only on trigger. */
  readonly interval: number | undefined;
  /** ms to wait for one answer. */
  readonly timeout: number;
  readonly tasksOf: (meter: Meter) => readonly ProfileTask[];
}

export interface ProfileReport {
  rows(meter: Meter, publication: Publication): void;
  failure(failure: CycleFailure): void;
}

/** Rows come in many parts, and each is kept until it is published. */
const CONCURRENCY = 200;
/** A meter is asked again after this long for a profile that it said it does not have. */
const REFUSAL_HOLDS = 3_600_000;

/** Reads the profiles of all DLMS meters as their rows become due, after everything that is more urgent. */
export class ProfilePoller {
  readonly #meters: ProfileMeters;
  readonly #options: ProfilePollerOptions;
  readonly #report: ProfileReport;
  readonly #schedule: PollSchedule<ProfileKind>;
  #isClosed = false;

  constructor(
    directory: Directory,
    meters: ProfileMeters,
    options: ProfilePollerOptions,
    report: ProfileReport,
  ) {
    this.#meters = meters;
    this.#options = options;
    this.#report = report;
    this.#schedule = new PollSchedule(directory, {
      interval: options.interval,
      concurrency: CONCURRENCY,
      isMine: ({ protocol, link }) => protocol === 'dlms' && link?.pushInterval === undefined,
      poll: (meter, { what }) => this.#poll(meter, what),
    });
  }

  /** Reads one kind of profile of these meters now, whether or not it is due. */
  trigger(meters: Iterable<Meter>, kind: ProfileKind): void {
    for (const meter of meters) this.#schedule.pollNow(meter, kind);
  }

  close(): void {
    this.#isClosed = true;
    this.#schedule.close();
  }

  /** Gives whether the meter was silent. */
  async #poll(meter: Meter, asked: ProfileKind | undefined): Promise<boolean> {
    let isSilent = false;
    for (const task of this.#options.tasksOf(meter)) {
      const isWanted = asked === undefined ? this.#isDue(meter, task) : task.kind === asked;
      if (!isWanted || this.#isClosed) continue;
      try {
        await this.#read(meter, task);
      } catch (error) {
        isSilent = isTimeout(error);
        this.#fail(meter, task, error, asked !== undefined);
      }
    }
    return isSilent;
  }

  #isDue(meter: Meter, task: ProfileTask): boolean {
    if (isRefused(meter, task.obis, REFUSAL_HOLDS)) return false;
    const mark = profileMark(this.#meters.store.profiles.get(meter.id, task.obis));
    return task.isDue(mark, Date.now(), this.#meters.clockOf(meter.id));
  }

  #read(meter: Meter, task: ProfileTask): Promise<void> {
    return readNewRows(this.#meters, meter, task, this.#options.timeout, (publication) =>
      this.#report.rows(meter, publication),
    );
  }

  /** What a meter does not have is told to who asks for it, not whenever it would be due. */
  #fail(meter: Meter, task: ProfileTask, thrown: unknown, isAsked: boolean): void {
    const isAbsent = thrown instanceof NoSuchProfile;
    if (isAbsent) noteRefused(meter, task.obis);
    if (this.#isClosed || (isAbsent && !isAsked)) return;
    this.#report.failure({ meterId: meter.id, dataId: task.obis, ...described(thrown) });
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Failure && error.code === 'command-timeout';
}
