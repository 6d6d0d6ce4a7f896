import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Poller, readDlms } from '../../src/polling';
import { TestGateway } from '../src/gateway/test-gateway';

/** What a clock that jumps has done; times are in monotonic ms. */
export interface Jumped {
  /** By how many ms the wall clock was moved at most. */
  readonly moved: number;
  /** The longest and the shortest time between two polls of one meter. */
  readonly longest: number;
  readonly shortest: number;
  readonly linksClosed: number;
  /** The shortest and the longest life of a silent link, for each jump one, which may live `IDENTIFY_TIMEOUT`. */
  readonly silentLives: readonly [shortest: number, longest: number];
}

export const INTERVAL = 1_000;
export const IDENTIFY_TIMEOUT = 3_000;
const METERS = 50;
/** As libfaketime reads them; the last but one is after 2038. */
const OFFSETS = ['-1h', '+1h', '+10y', '+12y', '+0'];

/**
 * `polls-while-the-clock-jumps FILE`: polls meters under libfaketime, which takes its offset from the file, and
 * prints what came of it.
 */
async function main(offsetFile: string): Promise<void> {
  const begunAt = Date.now() - performance.now();
  const test = await TestGateway.open({ identifyTimeout: IDENTIFY_TIMEOUT });
  const simulator = test.simulator();
  for (let index = 0; index < METERS; index++) {
    simulator.addEm114070({ address: String(311_500_000_000 + index) });
  }
  const polledAt = new Map<string, number[]>();
  const poller = new Poller(
    test.gateway.directory,
    {
      protocol: 'dlms',
      interval: INTERVAL,
      registersOf: () => [{ classId: 3, obis: '1-0:12.7.0.255' }],
      nameOf: ({ obis }) => obis,
      read: readDlms(test.gateway, {
        timeout: 10_000,
        retries: 0,
        clockOf: () => ({}),
      }),
    },
    {
      readings: () => undefined,
      answer: () => undefined,
      failure: () => undefined,
      summary: ({ meterId }) => polledAt.get(meterId)?.push(performance.now()),
    },
  );
  simulator.start();
  // Only the first poll of a meter comes at another moment than all the others.
  await sleep(4 * INTERVAL);
  for (const { id } of simulator.meters) polledAt.set(id, []);

  let linksClosed = 0;
  for (const link of test.port.links) link.on('closed', () => linksClosed++);
  let moved = 0;
  const lives: number[] = [];
  for (const offset of OFFSETS) {
    const caller = await test.dial();
    const dialledAt = performance.now();
    caller.socket.on('close', () => lives.push(performance.now() - dialledAt));
    await sleep(INTERVAL);
    writeFileSync(offsetFile, offset);
    await sleep(IDENTIFY_TIMEOUT);
    moved = Math.max(moved, Math.abs(Date.now() - performance.now() - begunAt));
  }

  const gaps = [...polledAt.values()].flatMap((times) =>
    times.slice(1).map((time, index) => time - (times[index] ?? 0)),
  );
  const jumped: Jumped = {
    moved,
    longest: Math.max(...gaps),
    shortest: Math.min(...gaps),
    linksClosed,
    silentLives: [Math.min(...lives), Math.max(...lives)],
  };
  console.log(JSON.stringify(jumped));
  poller.close();
  await test.close();
}

const [offsetFile] = process.argv.slice(2);
if (require.main === module && offsetFile) {
  main(offsetFile).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
