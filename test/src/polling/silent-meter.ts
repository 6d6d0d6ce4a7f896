import { Poller, readDlms } from '../../../src/polling';
import { until } from '../../helpers/until';
import { TestGateway } from '../gateway/test-gateway';

export interface Crowd {
  readonly meters: number;
  /** ms between two polls of one meter. */
  readonly interval: number;
  /** How often each meter is polled while all answer, and again while one is silent. */
  readonly cycles: number;
}

const PATIENCE = 10_000;
const VOLTAGE = [{ classId: 3, obis: '1-0:12.7.0.255' }];
/** Longer than all that is measured: the silent meter's poll is under way the whole time. */
const SILENCE = { timeout: 60_000, retries: 2, clockOf: () => ({}) };

/**
 * The most ms by which one silent meter changes the poll of any other of a crowd, over real sockets. Each
 * meter's polls are measured against its own moment in the interval; the least of several cycles counts,
 * because what delays a single one is not the silent meter, which is silent all the time.
 */
export async function shiftBySilentMeter({ meters, interval, cycles }: Crowd): Promise<number> {
  const test = await TestGateway.open();
  const simulator = test.simulator();
  for (let index = 0; index < meters; index++) {
    simulator.addEm114070({ address: String(311_500_000_000 + index) });
  }
  const [silent] = simulator.meters;
  const ends = new Map<string, number[]>();
  const poller = new Poller(
    test.gateway.directory,
    {
      protocol: 'dlms',
      interval,
      registersOf: () => VOLTAGE,
      nameOf: ({ obis }) => obis,
      read: readDlms(test.gateway, SILENCE),
    },
    {
      readings: () => undefined,
      answer: () => undefined,
      failure: () => undefined,
      summary: ({ meterId }) => ends.get(meterId)?.push(performance.now()),
    },
  );
  const others = simulator.meters.slice(1).map(({ id }) => id);
  const isPolled = (id: string): boolean => (ends.get(id)?.length ?? 0) >= cycles;
  /** When the polls of each other meter ended, of so many cycles. */
  const measure = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
    ends.clear();
    for (const id of others) ends.set(id, []);
    await until(
      () => others.every(isPolled) || undefined,
      (cycles + 4) * interval + PATIENCE,
      () => `${others.filter(isPolled).length} of ${others.length} meters were polled`,
    );
    return new Map(ends);
  };
  try {
    simulator.start();
    await until(
      () => test.gateway.directory.online === meters || undefined,
      PATIENCE,
      () => `${test.gateway.directory.online} of ${meters} meters are online`,
    );
    // The first polls come soon after dial-in, open associations and read scales.
    await measure();
    const before = await measure();
    silent?.silence(true);
    const after = await measure();
    const shifts = others.map((id) => shift(before.get(id) ?? [], after.get(id) ?? [], interval));
    return Math.max(...shifts);
  } finally {
    poller.close();
    await test.close();
  }
}

/** By how many ms the polls of one meter come later, or earlier, in the interval than they came before. */
function shift(before: readonly number[], after: readonly number[], interval: number): number {
  const [reference = 0] = before;
  const inInterval = (end: number): number => {
    const late = end - reference;
    return late - Math.round(late / interval) * interval;
  };
  const least = (ends: readonly number[]): number => Math.min(...ends.map(inInterval));
  return Math.abs(least(after) - least(before));
}
