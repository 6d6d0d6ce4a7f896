import { type DlmsClient, readAddress } from '../client';
import type { Data } from '../dlms';
import type { Introduction, Link } from '../link';
import { isMeterId, type Source } from '../telemetry';
import { isOwnAddress } from './own-address';

const TIMEOUT = 3_000;
/** Logical device name: who a DLMS meter is. */
const LOGICAL_DEVICE_NAME = { classId: 1, obis: '0-0:42.0.0.255', attribute: 2 };

/**
 * Asks a meter that keeps silent who it is: DL/T 645 "read address" first, then the logical device name by
 * DLMS. Undefined where neither is answered.
 */
export async function askWhoIsThere(
  link: Link,
  protocol: 'auto' | Source,
  dlms: DlmsClient | undefined,
): Promise<Introduction | undefined> {
  if (protocol !== 'dlms') {
    const address = await orUndefined(
      link.transact('command', (exchange) => readAddress(exchange, TIMEOUT)),
    );
    if (address && isOwnAddress(address)) return { id: address, protocol: 'dlt645' };
  }
  if (protocol === 'dlt645' || !dlms) return undefined;
  const answer = await orUndefined(
    dlms.get(LOGICAL_DEVICE_NAME, { priority: 'command', timeout: TIMEOUT }),
  );
  const name = answer && 'data' in answer ? nameIn(answer.data) : undefined;
  return name ? { id: name, protocol: 'dlms' } : undefined;
}

/** No answer, a refusal and a closed link all mean that nobody introduced themselves. */
async function orUndefined<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}

/** A name that may stand in a topic; others cannot be a meter's id. */
function nameIn(data: Data): string | undefined {
  const name =
    data.type === 'octet-string'
      ? Buffer.from(data.value, 'hex').toString('latin1')
      : data.type === 'visible-string'
        ? data.value
        : '';
  const trimmed = name.replaceAll('\0', '').trim();
  return isMeterId(trimmed) ? trimmed : undefined;
}
