import { isZoneError } from '../command';
import { Recent } from '../recent/recent';
import type { Reading } from '../telemetry';

/** What the clock of a meter turned out to be: right again, off, or of another zone. */
export type ClockFinding = 'clock_right' | 'clock_drift' | 'clock_zone_error';

const MAX_METERS = 100_000;

/** Compares the clocks of meters with ours, and tells each change once. */
export class ClockWatch {
  readonly #found = new Recent<ClockFinding>(MAX_METERS);

  /** `limit`: ms that a clock may be off; 0: it is not looked at. */
  look(
    { meterId, register, ts, meterTs }: Reading,
    limit: number,
  ): { readonly finding: ClockFinding; readonly drift: number } | undefined {
    if (register !== 'CLOCK' || meterTs === undefined || limit === 0) return undefined;
    const drift = meterTs - ts;
    const finding = findingOf(drift, limit);
    const before = this.#found.get(meterId) ?? 'clock_right';
    this.#found.set(meterId, finding);
    return finding === before ? undefined : { finding, drift };
  }
}

function findingOf(drift: number, limit: number): ClockFinding {
  if (isZoneError(drift)) return 'clock_zone_error';
  return Math.abs(drift) > limit ? 'clock_drift' : 'clock_right';
}
