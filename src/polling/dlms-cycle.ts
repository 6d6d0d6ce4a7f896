import { type DlmsClient, type RequestOptions, readScale, withRetries } from '../client';
import { Failure, type Meter } from '../link';
import { dlmsReading } from '../telemetry';
import type { ReadRegister } from './cycle';
import type { DlmsRegister } from './dlms-groups';
import type { CycleOptions } from './dlt645-cycle';

/** A meter answers so for what it does not have. */
const ABSENT = new Set(['object-undefined', 'object-unavailable', 'object-class-inconsistent']);
const VALUE = 2;

/** Reads the value of one COSEM register, and the first time its scale. */
export function readDlms(
  clientOf: (meter: Meter) => DlmsClient | undefined,
  options: CycleOptions,
): ReadRegister<DlmsRegister> {
  return async (meter, { classId, obis }, report, isProbe) => {
    const client = clientOf(meter);
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
    const scale = await withRetries(retries, () =>
      readScale(client, meter.memory, classId, obis, request),
    );
    const timezone = options.timezoneOf(meter.id);
    const { currency } = options;
    const context = { ts: Date.now(), meterId: meter.id, via: 'poll', timezone, currency } as const;
    report.readings([dlmsReading(obis, result.data, scale, context)]);
    return 'read';
  };
}
