import { join } from 'node:path';
import { dataIdOf, Poller, readDlt645 } from '../../src/polling';
import { Program } from '../helpers/program';
import { until } from '../helpers/until';
import { TestGateway } from '../src/gateway/test-gateway';
import type { Figure } from './figure';
import { LeastServer } from './least-server';

const METERS = 2_000;
/** Of all meters, one after another; the first ones warm up. */
const ROUNDS = 12;
const WARM_UP = 2;
const VOLTAGE_A = '02010100';
const PATIENCE = 60_000;

/** Polls in a second of processor time: what others do on the machine does not count. */
export async function run(): Promise<Figure[]> {
  const least = new LeastServer();
  const ours = await OurServer.open();
  const meters = [await least.listen(), ours.port].map(
    (port) =>
      new Program(process.execPath, [
        ...['--import', 'tsx', join(__dirname, 'meters.ts')],
        ...[String(port), String(METERS)],
      ]),
  );
  try {
    for (const server of [least, ours]) {
      await until(
        () => server.meters === METERS || undefined,
        PATIENCE,
        () => `${server.meters} of ${METERS} meters are there`,
      );
    }
    const cost = { ours: 0, least: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const [mine, its] = [
        await processorTime(() => ours.pollAll()),
        await processorTime(() => least.pollAll()),
      ];
      if (round < WARM_UP) continue;
      cost.ours += mine;
      cost.least += its;
    }
    const polls = METERS * (ROUNDS - WARM_UP);
    return [
      {
        name: `${METERS} meters polled, a register each, to readings`,
        unit: 'polls per second of processor time',
        ours: polls / cost.ours,
        baseline: polls / cost.least,
        against: 'a server that writes and counts answers',
        aim: 0.1,
      },
    ];
  } finally {
    least.close();
    await ours.close();
    await Promise.all(meters.map((program) => program.stop()));
  }
}

/** Seconds of processor time. */
async function processorTime(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Gateway and poller, as the nodes use them. */
class OurServer {
  readonly #test: TestGateway;
  readonly #poller: Poller<string>;
  #polled = 0;
  #done: () => void = () => undefined;

  static async open(): Promise<OurServer> {
    return new OurServer(await TestGateway.open({}, { protocol: 'dlt645' }));
  }

  private constructor(test: TestGateway) {
    this.#test = test;
    const options = { timeout: 10_000, retries: 0, clockOf: () => ({}) };
    this.#poller = new Poller(
      test.gateway.directory,
      {
        protocol: 'dlt645',
        interval: undefined,
        registersOf: () => [VOLTAGE_A],
        nameOf: dataIdOf,
        read: readDlt645(options),
      },
      {
        readings: () => undefined,
        answer: () => undefined,
        failure: ({ error }) => console.error(error),
        summary: () => {
          if (++this.#polled === METERS) this.#done();
        },
      },
    );
  }

  get port(): number {
    return this.#test.portNumber;
  }

  get meters(): number {
    return this.#poller.statistics.meters;
  }

  pollAll(): Promise<void> {
    this.#polled = 0;
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#poller.trigger(this.#test.gateway.directory.meters(), () => [VOLTAGE_A]);
    return done;
  }

  async close(): Promise<void> {
    this.#poller.close();
    await this.#test.close();
  }
}
