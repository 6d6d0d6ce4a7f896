import { Failure, type FailureCode, type Meter } from '../link';
import type { Reading } from '../telemetry';
import { described } from './described';
import { isRefused, noteRefused } from './refused';

/** What came of one poll of one meter. */
export interface CycleSummary {
  readonly ts: number;
  readonly meterId: string;
  readonly read: number;
  /** Registers that the meter does not have. */
  readonly refused: number;
  readonly failed: number;
  /** ms from the first request to the last answer. */
  readonly duration: number;
  /** Polls of this meter that were due, since its last one, while that was not over. */
  readonly skipped: number;
  /** Polls in a row, with this one, in which the meter answered nothing. */
  readonly silentPolls: number;
}

/** What came of the registers of one cycle. */
export interface CycleResult {
  readonly read: number;
  readonly refused: number;
  readonly failed: number;
  /** Whether the meter was asked and answered nothing, not even that it refuses. */
  readonly isSilent: boolean;
}

/** Why one register could not be read, or a whole meter (then there is no `dataId`). */
export interface CycleFailure {
  readonly meterId: string;
  readonly dataId?: string;
  readonly code: string;
  readonly error: string;
}

/** An answer as the codec gives it, with what was asked. */
export interface CycleAnswer {
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer: unknown;
}

/** Takes what a cycle finds, as it finds it. */
export interface CycleReport {
  readings(readings: readonly Reading[]): void;
  answer(answer: CycleAnswer): void;
  failure(failure: CycleFailure): void;
}

/** What became of one register; skipped are those that a meter of its kind cannot have. */
export type RegisterOutcome = 'read' | 'refused' | 'failed' | 'skipped';

/**
 * Reads the first of these registers of a meter, or as many of them as one request can ask for, reports what it
 * finds and gives what became of each; a probe reads one and is not tried again. Rejects with a Failure where
 * the meter does not answer at all, with another error where its answer cannot be read.
 */
export type ReadRegisters<Register> = (
  meter: Meter,
  registers: readonly [Register, ...Register[]],
  report: CycleReport,
  isProbe: boolean,
) => Promise<readonly RegisterOutcome[]>;

/** A meter is asked again after this long for what it said it does not have: firmware changes. */
const REFUSAL_HOLDS = 24 * 3_600_000;
/** After these, further requests would only wait in vain. */
const HOPELESS: ReadonlySet<FailureCode> = new Set([
  'meter-not-connected',
  'command-timeout',
  'association-failed',
  'meter-not-trusted',
  'storage-failed',
  'busy',
]);

/**
 * Reads a list of registers, in order. A register that the meter does not have is left out for a day. A meter
 * that does not answer at all ends the cycle; where `probe` is set, the first request that it does not answer
 * does so.
 */
export async function pollOnce<Register>(
  meter: Meter,
  registers: readonly Register[],
  nameOf: (register: Register) => string,
  read: ReadRegisters<Register>,
  report: CycleReport,
  probe: boolean,
): Promise<CycleResult> {
  const counts: Record<RegisterOutcome, number> = { read: 0, refused: 0, failed: 0, skipped: 0 };
  let hasAnswered = false;
  let isHopeless = false;
  let rest: readonly Register[] = registers.filter(
    (register) => !isRefused(meter, nameOf(register), REFUSAL_HOLDS),
  );
  while (isSome(rest) && !isHopeless) {
    const [first] = rest;
    try {
      const outcomes = await read(meter, rest, report, probe && !hasAnswered);
      for (const [index, outcome] of outcomes.entries()) {
        const dataId = nameOf(rest[index] ?? first);
        counts[outcome]++;
        if (outcome === 'refused') noteRefused(meter, dataId);
        hasAnswered ||= outcome !== 'skipped';
      }
      rest = rest.slice(Math.max(1, outcomes.length));
    } catch (error) {
      counts.failed++;
      report.failure({ meterId: meter.id, dataId: nameOf(first), ...described(error) });
      isHopeless = error instanceof Failure && HOPELESS.has(error.code);
      hasAnswered ||= !isHopeless;
      rest = rest.slice(1);
    }
  }
  const { skipped: _, ...outcomes } = counts;
  return { ...outcomes, isSilent: isHopeless && !hasAnswered };
}

function isSome<Register>(
  registers: readonly Register[],
): registers is readonly [Register, ...Register[]] {
  return registers.length > 0;
}
