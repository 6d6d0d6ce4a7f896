import { Gate } from '../gate/gate';
import type { Directory, Meter } from '../link';
import type { Reading, Source } from '../telemetry';
import { isProbed } from './back-off';
import { type CycleReport, type CycleSummary, pollOnce, type ReadRegisters } from './cycle';
import { Durations, type Percentiles } from './durations';
import { type PollInterval, type PollOrder, PollSchedule } from './poll-schedule';

/** What is polled of a meter: that depends on what the meter is. */
export type RegistersOf<Register> = (meter: Meter) => readonly Register[];

export interface PollerOptions<Register> {
  readonly protocol: Source;
  readonly interval: PollInterval;
  readonly registersOf: RegistersOf<Register>;
  readonly nameOf: (register: Register) => string;
  readonly read: ReadRegisters<Register>;
}

export interface PollerReport extends CycleReport {
  /** A cycle is over; `readings` are all that came of it. */
  summary(summary: CycleSummary, readings: readonly Reading[]): void;
}

/** What a poller has done since it began, and what it is doing. */
export interface PollerStatistics {
  /** Meters that can be polled now. */
  readonly meters: number;
  /** Of these, those that failed in part or in whole when they were last polled. */
  readonly failing: number;
  /** Of these, those that are left out of polls, because they answered nothing. */
  readonly backedOff: number;
  /** Polls under way, and polls that wait for their turn. */
  readonly polling: number;
  readonly waiting: number;
  /** Polls that are over. */
  readonly cycles: number;
  readonly readings: number;
  /** Registers that could not be read. */
  readonly failures: number;
  /** Polls that did not start because the one before was not over. */
  readonly skipped: number;
  /** ms that the last thousand cycles took; undefined before the first. */
  readonly duration: Percentiles | undefined;
}

/** Meters polled at the same time; each waits for its own line, so this bounds memory, not speed. */
const CONCURRENCY = 500;
const MEASURED_CYCLES = 1_000;

/**
 * Polls all meters of one protocol, each on its own schedule. Who is reported to may go: while the poller is
 * held it polls on, and what it finds waits for the next.
 */
export class Poller<Register> {
  readonly #directory: Directory;
  #options: PollerOptions<Register>;
  #report: PollerReport;
  readonly #gate = new Gate();
  readonly #schedule: PollSchedule<RegistersOf<Register>>;
  readonly #failing = new WeakSet<Meter>();
  readonly #durations = new Durations(MEASURED_CYCLES);
  readonly #counts = { cycles: 0, readings: 0, failures: 0 };

  constructor(directory: Directory, options: PollerOptions<Register>, report: PollerReport) {
    this.#directory = directory;
    this.#options = options;
    this.#report = report;
    this.#schedule = new PollSchedule(directory, {
      interval: options.interval,
      concurrency: CONCURRENCY,
      isMine: ({ protocol, link }) =>
        protocol === options.protocol && link?.pushInterval === undefined,
      poll: (meter, order) => this.#poll(meter, order),
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

  get statistics(): PollerStatistics {
    const { size: meters, backedOff, polling, waiting, skipped } = this.#schedule;
    const duration = this.#durations.percentiles();
    const failing = this.#countFailing();
    return { meters, failing, backedOff, polling, waiting, ...this.#counts, skipped, duration };
  }

  /** Polls these meters now, for registers of the caller's choice; gives how many polls that starts. */
  trigger(meters: Iterable<Meter>, registersOf: RegistersOf<Register>): number {
    let started = 0;
    for (const meter of meters) if (this.#schedule.pollNow(meter, registersOf)) started++;
    return started;
  }

  close(): void {
    this.#schedule.close();
  }

  /** Gives whether the meter was silent. */
  async #poll(
    meter: Meter,
    { what, skipped, silentPolls }: PollOrder<RegistersOf<Register>>,
  ): Promise<boolean> {
    const { nameOf, read, registersOf } = this.#options;
    const isProbe = what === undefined && isProbed(silentPolls);
    const readings: Reading[] = [];
    const report = this.#collecting(readings);
    const started = performance.now();
    const result = await pollOnce(
      meter,
      (what ?? registersOf)(meter),
      nameOf,
      read,
      report,
      isProbe,
    );
    const { isSilent, ...counts } = result;
    const summary: CycleSummary = {
      ts: Date.now(),
      meterId: meter.id,
      ...counts,
      duration: Math.round(performance.now() - started),
      skipped,
      silentPolls: isSilent ? silentPolls + 1 : 0,
    };
    this.#count(meter, summary, readings.length);
    this.#tell((reporter) => reporter.summary(summary, readings));
    return isSilent;
  }

  /** Tells what a cycle finds at once, and keeps the readings. */
  #collecting(readings: Reading[]): CycleReport {
    return {
      readings: (some) => {
        readings.push(...some);
        this.#tell((report) => report.readings(some));
      },
      answer: (answer) => this.#tell((report) => report.answer(answer)),
      failure: (failure) => this.#tell((report) => report.failure(failure)),
    };
  }

  #count(meter: Meter, { failed, duration }: CycleSummary, readings: number): void {
    this.#counts.cycles++;
    this.#counts.readings += readings;
    this.#counts.failures += failed;
    this.#durations.add(duration);
    if (failed > 0) this.#failing.add(meter);
    else this.#failing.delete(meter);
  }

  #countFailing(): number {
    let count = 0;
    for (const meter of this.#directory.meters()) {
      if (meter.link && this.#failing.has(meter)) count++;
    }
    return count;
  }

  #tell(what: (report: PollerReport) => void): void {
    this.#gate.pass(() => what(this.#report));
  }
}
