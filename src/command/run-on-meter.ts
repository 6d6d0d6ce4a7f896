import type { Meter } from '../link';
import { notConnected } from './dlt645-meter';
import type { CommandHost } from './host';
import type { Prepared, Result, Running } from './method';

/** The meter as it can be reached now. @throws Failure `meter-not-connected` */
export function reach({ directory }: CommandHost, meterId: string): Meter {
  const meter = directory.find(meterId);
  if (!meter?.link) throw notConnected();
  return meter;
}

/** @throws Failure `meter-not-connected`, before anything else is tried, and all that the method fails with. */
export async function runOnMeter(
  host: CommandHost,
  meterId: string,
  { run }: Prepared,
  how: Pick<Running, 'timeout' | 'permit'>,
): Promise<Result> {
  reach(host, meterId);
  return run({ host, meter: () => reach(host, meterId), ...how });
}
