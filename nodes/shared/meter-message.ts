import type { Link, Meter } from '../../src/link';
import { isMeterId, type Source } from '../../src/telemetry';

/** `msg.meter`: who a message is about, in plain values. */
export interface MeterInfo {
  /** Absent while the link has not said who it is. */
  readonly id?: string;
  readonly protocol?: Source;
  readonly link: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

export function meterInfo(link: Link, meter: Meter | undefined): MeterInfo {
  const { id: linkId, remoteAddress, remotePort } = link;
  const where = { link: linkId, remoteAddress, remotePort };
  return meter ? { id: meter.id, protocol: meter.protocol, ...where } : where;
}

/** The id in a message's `meter`, if it has one that is an id. */
export function meterIdOf(message: Record<string, unknown>): string | undefined {
  const { meter } = message;
  if (typeof meter !== 'object' || meter === null || !('id' in meter)) return undefined;
  return typeof meter.id === 'string' && isMeterId(meter.id) ? meter.id : undefined;
}
