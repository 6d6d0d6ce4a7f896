import type { Gateway } from '../../src/gateway';
import type { Link, Meter } from '../../src/link';
import { isMeterId, type Source } from '../../src/telemetry';

/** `msg.meter`: who a message is about, in plain values. */
export interface MeterInfo {
  /** Absent while the link has not said who it is. */
  readonly id?: string;
  /** As the meter list has it. */
  readonly name?: string;
  readonly group?: string;
  readonly protocol?: Source;
  readonly link: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

export function meterInfo(gateway: Gateway, link: Link, meter: Meter | undefined): MeterInfo {
  const { id: linkId, remoteAddress, remotePort } = link;
  const where = { link: linkId, remoteAddress, remotePort };
  if (!meter) return where;
  const { id, protocol } = meter;
  return { id, ...gateway.describe(id), protocol, ...where };
}

/** The id in a message's `meter`, if it has one that is an id. */
export function meterIdOf(message: Record<string, unknown>): string | undefined {
  const { meter } = message;
  if (typeof meter !== 'object' || meter === null || !('id' in meter)) return undefined;
  return typeof meter.id === 'string' && isMeterId(meter.id) ? meter.id : undefined;
}
