import type { Directory, Meter } from '../link';
import type { Source } from '../telemetry';
import { type CycleReport, type CycleSummary, pollOnce, type ReadRegister } from './cycle';
import { PollSchedule } from './poll-schedule';

export interface PollerOptions<Register> {
  readonly protocol: Source;
  /** ms between two polls of one meter; undefined: only when asked. */
  readonly interval: number | undefined;
  readonly registers: readonly Register[];
  readonly nameOf: (register: Register) => string;
  readonly read: ReadRegister<Register>;
}

export interface PollerReport extends CycleReport {
  /** A cycle is over. */
  summary(summary: CycleSummary): void;
}

/** Meters polled at the same time; each waits for its own line, so this bounds memory, not speed. */
const CONCURRENCY = 500;

/** Polls all meters of one protocol, each on its own schedule. */
export class Poller<Register> {
  readonly #directory: Directory;
  readonly #options: PollerOptions<Register>;
  readonly #report: PollerReport;
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
      poll: (meter, registers = options.registers) => this.#poll(meter, registers),
    });
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
    const summary = await pollOnce(meter, registers, nameOf, read, this.#report);
    if (summary.failed > 0) this.#failing.add(meter);
    else this.#failing.delete(meter);
    this.#report.summary(summary);
  }
}
