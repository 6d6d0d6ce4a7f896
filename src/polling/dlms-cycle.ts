import { type DlmsClient, type RequestOptions, readScale, withRetries } from '../client';
import { Failure, type Meter } from '../link';
import type { MeterCatalogue } from '../telemetry';
import type { ReadRegister } from './cycle';
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

/** Reads the value of one COSEM register, and the first time its scale. */
export function readDlms(meters: DlmsMeters, options: CycleOptions): ReadRegister<DlmsRegister> {
  return async (meter, { classId, obis }, report, isProbe) => {
    const client = meters.dlmsClient(meter);
    if (!client) throw new Failure('meter-not-connected', 'Meter not connected');
    const retries = isProbe ? 0 : options.retries;
    const attribute = { classId, obis, attribute: VALUE };
    const request: RequestOptions = { priority: 'poll', timeout: options.timeout };
    const result = await withRetries(retries, () => client.get(attribute, request));
    report.answer({ request: { meterId: meter.id, ...attribute }, answer: result });
    if ('error' in result) {
      if (ABSENT.has(result.error)) return 'refused';
      const error = `the meter answered ${result.error}`;
      report.failure({ meterId: meter.id, dataId: obis, code: 'meter-refused', error });
      return 'failed';
    }
    const catalogue = meters.catalogueOf(meter.id);
    const told = catalogue.isSettled(obis)
      ? undefined
      : await withRetries(retries, () => readScale(client, meter.memory, classId, obis, request));
    const clock = options.clockOf(meter.id);
    const { currency } = options;
    const context = { ts: Date.now(), meterId: meter.id, via: 'poll', currency, ...clock } as const;
    report.readings([catalogue.reading({ classId, obis, data: result.data }, told, context)]);
    return 'read';
  };
}
