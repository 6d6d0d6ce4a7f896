import { Dlt645Client, standardOfMeter } from '../client';
import type { DecodedFrame, Standard } from '../dlt645';
import { Failure, type Meter } from '../link';
import { DLT645_REGISTERS, dlt645Readings, type MeterClock } from '../telemetry';
import type { CycleReport, ReadRegisters, RegisterOutcome } from './cycle';

export interface CycleOptions {
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** How often a lost answer is asked for again. */
  readonly retries: number;
  /** How a meter keeps its time. */
  readonly clockOf: (meterId: string) => MeterClock;
  /** Unit of money. */
  readonly currency?: string;
}

/** The meter does not have what was asked for: bit 1 in both editions (annex C). */
const NO_DATA = 0x02;

/**
 * Reads one data identifier of a DL/T 645 meter: 8 hex digits, or 4 of a 1997 meter. Which edition a meter
 * speaks is asked once; identifiers of the other one are skipped.
 */
export function readDlt645(options: CycleOptions): ReadRegisters<string> {
  return async (meter, [di], report, isProbe) => {
    const link = linkOf(meter);
    const { timeout } = options;
    const request = { priority: 'poll', timeout, retries: isProbe ? 0 : options.retries } as const;
    const standard = await standardOfMeter(link, meter.address, meter.memory, request);
    if (di.length !== DLT645_REGISTERS[standard].table.diOctets * 2) return ['skipped'];
    const client = new Dlt645Client(link, meter.address, standard);
    const frame = await client.read(di, request);
    report.answer({ request: { meterId: meter.id, di }, answer: frame });
    const outcome =
      frame.error || frame.fault
        ? refusal(meter, di, frame, report)
        : readings(meter, frame, standard, options, report);
    return [outcome];
  };
}

/** `dataId` of an identifier: `0x00010000`. */
export function dataIdOf(di: string): string {
  return `0x${di.toLowerCase()}`;
}

export function linkOf(meter: Meter): NonNullable<Meter['link']> {
  if (!meter.link) throw new Failure('meter-not-connected', 'Meter not connected');
  return meter.link;
}

function readings(
  meter: Meter,
  frame: DecodedFrame,
  standard: Standard,
  { clockOf, currency }: CycleOptions,
  report: CycleReport,
): RegisterOutcome {
  const clock = clockOf(meter.id);
  const context = { ts: Date.now(), meterId: meter.id, via: 'poll', currency, ...clock } as const;
  report.readings(dlt645Readings(frame, context, DLT645_REGISTERS[standard]));
  return 'read';
}

function refusal(
  meter: Meter,
  di: string,
  frame: DecodedFrame,
  report: CycleReport,
): RegisterOutcome {
  if (((frame.errorWord ?? 0) & NO_DATA) !== 0) return 'refused';
  const error =
    frame.fault?.message ?? `the meter answered ${frame.errorBits?.join(', ') || 'an error'}`;
  const code = frame.fault?.code ?? 'meter-refused';
  report.failure({ meterId: meter.id, dataId: dataIdOf(di), code, error });
  return 'failed';
}
