import { Dlt645Client } from '../client';
import type { DecodedFrame } from '../dlt645';
import { Failure, type Meter } from '../link';
import { dataIdOfDi, dlt645Readings, type TimeZone } from '../telemetry';
import type { CycleReport, ReadRegister, RegisterOutcome } from './cycle';

export interface CycleOptions {
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost answer is asked for again. */
  readonly retries: number;
  readonly timezone: TimeZone | undefined;
}

/** The meter does not have what was asked for (annex C, bit 1). */
const NO_DATA = 'noData';

/** Reads one data identifier of a DL/T 645 meter. */
export function readDlt645(options: CycleOptions): ReadRegister<number> {
  return async (meter, di, report) => {
    const { timeout, retries } = options;
    const client = new Dlt645Client(linkOf(meter), meter.address);
    const digits = dataIdOfDi(di).slice(2);
    const frame = await client.read(digits, { priority: 'poll', timeout, retries });
    report.answer({ request: { meterId: meter.id, di: digits }, answer: frame });
    return frame.error || frame.fault
      ? refusal(meter, di, frame, report)
      : readings(meter, frame, options, report);
  };
}

export function linkOf(meter: Meter): NonNullable<Meter['link']> {
  if (!meter.link) throw new Failure('meter-not-connected', 'Meter not connected');
  return meter.link;
}

function readings(
  meter: Meter,
  frame: DecodedFrame,
  { timezone }: CycleOptions,
  report: CycleReport,
): RegisterOutcome {
  const context = { ts: Date.now(), meterId: meter.id, via: 'poll', timezone } as const;
  report.readings(dlt645Readings(frame, context));
  return 'read';
}

function refusal(
  meter: Meter,
  di: number,
  frame: DecodedFrame,
  report: CycleReport,
): RegisterOutcome {
  if (frame.errorBits?.includes(NO_DATA)) return 'refused';
  const error =
    frame.fault?.message ?? `the meter answered ${frame.errorBits?.join(', ') || 'an error'}`;
  const code = frame.fault?.code ?? 'meter-refused';
  report.failure({ meterId: meter.id, dataId: dataIdOfDi(di), code, error });
  return 'failed';
}
