import { Gate } from '../gate/gate';
import type { Directory, Meter } from '../link';
import type { Reading, Source } from '../telemetry';
import { type CycleReport, type CycleSummary, pollOnce, type ReadRegister } from './cycle';
import { type PollInterval, PollSchedule } from './poll-schedule';

export interface PollerOptions<Register> {
  readonly protocol: Source;
  readonly interval: PollInterval;
  readonly registers: readonly Register[];
  readonly nameOf: (register: Register) => string;
  readonly read: ReadRegister<Register>;
}

export interface PollerReport extends CycleReport {
  /** A cycle is over; `readings` are all that came of it. */
  summary(summary: CycleSummary, readings: readonly Reading[]): void;
}

/** Meters polled at the same time; each waits for its own line, so this bounds memory, not speed. */
const CONCURRENCY = 500;

/**
 * Polls all meters of one protocol, each on its own schedule. Who is reported to may go: while the poller is
 * held it polls on, and what it finds waits for the next.
 */
export class Poller<Register> {
  readonly #directory: Directory;
  #options: PollerOptions<Register>;
  #report: PollerReport;
  readonly #gate = new Gate();
  readonly #schedule: PollSchedule<readonly Register[]>;
  readonly #failing = new WeakSet<Meter>();

  constructor(directory: Directory, options: PollerOptions<Register>, report: PollerReport) {
    this.#directory = directory;
    this.#options = options;
    this.#report = report;
    this.#schedule = new PollSchedule(directory, {
      interval: options.interval,
      concurrency: CONCURRENCY,
      isMine: ({ protocol }) => protocol === options.protocol,
      poll: (meter, registers) => this.#poll(meter, registers ?? this.#options.registers),
    });
  }

  /**
   * Goes on under other settings, reporting to another; a poll under way ends as it began. False where the
   * meters are others.
   */
  configure(directory: Directory, options: PollerOptions<Register>, report: PollerReport): boolean {
    if (directory !== this.#directory || options.protocol !== this.#options.protocol) return false;
    this.#options = options;
    this.#report = report;
    this.#schedule.setInterval(options.interval);
    return true;
  }

  /** Nobody is reported to until the poller is released. */
  hold(): void {
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  /** How many meters there are to poll. */
  get meters(): number {
    return this.#schedule.size;
  }

  /** How many of them failed in part or in whole when they were last polled. */
  get failing(): number {
    let count = 0;
    for (const meter of this.#directory.meters()) {
      if (meter.link && this.#failing.has(meter)) count++;
    }
    return count;
  }

  /** Polls one meter now, or all, for registers of the caller's choice; gives how many polls that starts. */
  trigger(meterId: string | undefined, registers: readonly Register[]): number {
    const asked =
      meterId === undefined ? [...this.#directory.meters()] : [this.#directory.find(meterId)];
    return asked.filter((meter) => meter && this.#schedule.pollNow(meter, registers)).length;
  }

  close(): void {
    this.#schedule.close();
  }

  async #poll(meter: Meter, registers: readonly Register[]): Promise<void> {
    const { nameOf, read } = this.#options;
    const readings: Reading[] = [];
    const summary = await pollOnce(meter, registers, nameOf, read, {
      readings: (some) => {
        readings.push(...some);
        this.#tell((report) => report.readings(some));
      },
      answer: (answer) => this.#tell((report) => report.answer(answer)),
      failure: (failure) => this.#tell((report) => report.failure(failure)),
    });
    if (summary.failed > 0) this.#failing.add(meter);
    else this.#failing.delete(meter);
    this.#tell((report) => report.summary(summary, readings));
  }

  #tell(what: (report: PollerReport) => void): void {
    this.#gate.pass(() => what(this.#report));
  }
}
