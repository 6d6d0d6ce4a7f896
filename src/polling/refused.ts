import type { Meter } from '../link';

/** Keeps with the meter that it said it does not have a register or a profile. */
export function noteRefused(meter: Meter, dataId: string): void {
  meter.memory.set(refusal(dataId), Date.now());
}

/** Whether it said so within the last `holds` ms. */
export function isRefused(meter: Meter, dataId: string, holds: number): boolean {
  const since = meter.memory.get(refusal(dataId));
  // Noted by a clock that was ahead, it would hold until then.
  return typeof since === 'number' && Math.abs(Date.now() - since) < holds;
}

function refusal(dataId: string): string {
  return `refused:${dataId}`;
}
