import {
  type DlmsClient,
  type GetResult,
  type RequestOptions,
  readScale,
  withRetries,
} from '../client';
import type { DataAccessResult, Obis, SelectedAttribute } from '../dlms';
import { Failure, type Meter } from '../link';
import type { MeterCatalogue } from '../telemetry';
import type { CycleReport, ReadRegisters, RegisterOutcome } from './cycle';
import type { CycleOptions } from './dlt645-cycle';

/** A COSEM object to poll: class and logical name; attribute 2 holds the value. */
export interface DlmsRegister {
  readonly classId: number;
  readonly obis: string;
}

/** What a gateway has of its DLMS meters. */
export interface DlmsMeters {
  /** Undefined while the meter is not dialled in. */
  dlmsClient(meter: Meter): DlmsClient | undefined;
  /** What the objects of a meter are called, and how their numbers are scaled where it does not say. */
  catalogueOf(meterId: string): MeterCatalogue;
}

/** A meter answers so for what it does not have. */
const ABSENT = new Set(['object-undefined', 'object-unavailable', 'object-class-inconsistent']);
const VALUE = 2;

/** Reads the values of COSEM objects, several at once where the meter can, and the first time their scales. */
export function readDlms(meters: DlmsMeters, options: CycleOptions): ReadRegisters<DlmsRegister> {
  return async (meter, registers, report, isProbe) => {
    const client = meters.dlmsClient(meter);
    if (!client) throw new Failure('meter-not-connected', 'Meter not connected');
    const retries = isProbe ? 0 : options.retries;
    const request: RequestOptions = { priority: 'poll', timeout: options.timeout };
    const attributes = registers.map(valueAttribute).slice(0, isProbe ? 1 : undefined);
    const results = await withRetries(retries, () => client.getSome(attributes, request));
    const catalogue = meters.catalogueOf(meter.id);

    const tell = async ({ classId, obis }: DlmsRegister, result: GetResult) => {
      const isAsked = 'data' in result && !catalogue.isSettled(obis);
      const scale = isAsked
        ? await withRetries(retries, () => readScale(client, meter.memory, classId, obis, request))
        : undefined;
      const asked = { meterId: meter.id, classId, obis, attribute: VALUE };
      report.answer({ request: asked, answer: result });
      if ('error' in result) return refusal(meter, obis, result.error, report);
      const clock = options.clockOf(meter.id);
      const { currency } = options;
      const context = {
        ts: Date.now(),
        meterId: meter.id,
        via: 'poll',
        currency,
        ...clock,
      } as const;
      report.readings([catalogue.reading({ classId, obis, data: result.data }, scale, context)]);
      return 'read';
    };

    const outcomes: RegisterOutcome[] = [];
    for (const [index, result] of results.entries()) {
      try {
        outcomes.push(await tell(registers[index] ?? registers[0], result));
      } catch (error) {
        // What was told before counts; with this one the next request begins.
        if (outcomes.length === 0) throw error;
        break;
      }
    }
    return outcomes;
  };
}

function valueAttribute({ classId, obis }: DlmsRegister): SelectedAttribute {
  return { classId, obis, attribute: VALUE, selection: null };
}

function refusal(
  meter: Meter,
  obis: Obis,
  reason: DataAccessResult,
  report: CycleReport,
): RegisterOutcome {
  if (ABSENT.has(reason)) return 'refused';
  const error = `the meter answered ${reason}`;
  report.failure({ meterId: meter.id, dataId: obis, code: 'meter-refused', error });
  return 'failed';
}
