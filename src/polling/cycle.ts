import { Failure, type FailureCode, type Meter } from '../link';
import type { Reading } from '../telemetry';

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
 * Reads one register of a meter and reports what it finds. Rejects with a Failure where the meter does not
 * answer at all, with another error where its answer cannot be read.
 */
export type ReadRegister<Register> = (
  meter: Meter,
  register: Register,
  report: CycleReport,
) => Promise<RegisterOutcome>;

/** A meter is asked again after this long for what it said it does not have: firmware changes. */
const REFUSAL_HOLDS = 24 * 3_600_000;
/** After these, further requests would only wait in vain. */
const HOPELESS: ReadonlySet<FailureCode> = new Set([
  'meter-not-connected',
  'command-timeout',
  'association-failed',
  'busy',
]);

/**
 * Reads a list of registers one after another. A register that the meter does not have is left out for a
 * day. A meter that does not answer at all ends the cycle.
 */
export async function pollOnce<Register>(
  meter: Meter,
  registers: readonly Register[],
  nameOf: (register: Register) => string,
  read: ReadRegister<Register>,
  report: CycleReport,
): Promise<CycleSummary> {
  const started = performance.now();
  const counts: Record<RegisterOutcome, number> = { read: 0, refused: 0, failed: 0, skipped: 0 };
  for (const register of registers) {
    const dataId = nameOf(register);
    if (isRefused(meter, dataId)) continue;
    try {
      const outcome = await read(meter, register, report);
      counts[outcome]++;
      if (outcome === 'refused') meter.memory.set(refusal(dataId), performance.now());
    } catch (error) {
      counts.failed++;
      report.failure({ meterId: meter.id, dataId, ...described(error) });
      if (error instanceof Failure && HOPELESS.has(error.code)) break;
    }
  }
  const duration = Math.round(performance.now() - started);
  const { skipped: _, ...outcomes } = counts;
  return { ts: Date.now(), meterId: meter.id, ...outcomes, duration };
}

function isRefused(meter: Meter, dataId: string): boolean {
  const since = meter.memory.get(refusal(dataId));
  return typeof since === 'number' && performance.now() - since < REFUSAL_HOLDS;
}

function refusal(dataId: string): string {
  return `refused:${dataId}`;
}

function described(thrown: unknown): { code: string; error: string } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal-error';
  return { code, error: error.message };
}
