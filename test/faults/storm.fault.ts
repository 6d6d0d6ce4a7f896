import { Simulator } from '../../src/simulator';
import type { Sight } from './gateway-process';
import { RemoteGateway } from './remote-gateway';
import { SEED, shouldBeAtLeast, shouldBeAtMost } from './report';

const METERS = 5_000;
const SPREAD = 3_000;

interface Storm {
  /** ms until all were online again. */
  readonly back: number;
  readonly sight: Sight;
}

describe('5,000 meters that are cut at once', function () {
  this.timeout(180_000);
  let gateway: RemoteGateway;
  let simulator: Simulator;

  before(async () => {
    gateway = await RemoteGateway.start({ readEvery: 10 });
    simulator = new Simulator({ port: gateway.port, seed: SEED, spread: SPREAD, history: 1 });
    for (let count = 0; count < METERS; count++) {
      const address = String(count + 1).padStart(12, '0');
      simulator.addEm114070({ address, redial: 0, jitter: SPREAD });
    }
    simulator.start();
    await gateway.until(({ online }) => online === METERS, 60_000);
  });

  after(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it('are all online again soon, while others are read', async () => {
    const storms = [await storm(), await storm(), await storm()];
    // Other work of the machine delays as well, but not each time.
    const least = (figure: (one: Storm) => number): number =>
      Math.round(Math.min(...storms.map(figure)));
    shouldBeAtMost({
      test: 'R12 ms until 5,000 meters are online',
      figure: least(({ back }) => back),
      limit: 10_000,
    });
    shouldBeAtMost({
      test: 'R12 status messages of a meter',
      figure: Math.max(...storms.map(({ sight }) => sight.statuses)),
      limit: 2,
    });
    shouldBeAtMost({
      test: 'R12 ms for a read meanwhile, p99',
      figure: least(({ sight }) => quantile(sight.reads, 0.99)),
      limit: 2_000,
    });
    shouldBeAtLeast({
      test: 'R12 reads meanwhile',
      figure: least(({ sight }) => sight.reads.length),
      limit: 50,
    });
    shouldBeAtMost({
      test: 'R12 delay of the event loop, p99 ms',
      figure: least(({ sight }) => sight.delay.p99),
      limit: 200,
    });
  });

  async function storm(): Promise<Storm> {
    await gateway.mark();
    for (const meter of simulator.meters) meter.hangUp();
    await gateway.until(({ online }) => online < METERS, 10_000);
    const back = await gateway.until(({ online }) => online === METERS, 60_000);
    return { back, sight: await gateway.look() };
  }
});

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY;
}
