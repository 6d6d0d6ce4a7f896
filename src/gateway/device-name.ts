import type { Data } from '../dlms';
import { isMeterId } from '../telemetry';

/** The name of a device, where it may stand in a topic; others cannot be a meter's id. */
export function deviceName(data: Data): string | undefined {
  const name =
    data.type === 'octet-string'
      ? Buffer.from(data.value, 'hex').toString('latin1')
      : data.type === 'visible-string' || data.type === 'utf8-string'
        ? data.value
        : '';
  const trimmed = name.replaceAll('\0', '').trim();
  return isMeterId(trimmed) ? trimmed : undefined;
}
