import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../src/store';

/**
 * A gateway's writes without end, for a test that kills it: `writer FOLDER RUN`. Prints what it was promised,
 * a line each, once it was promised.
 */
const [folder = '', run = ''] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

async function main(): Promise<void> {
  const store = await openStore(folder, { log: (line) => say(`log ${line}`) });
  say(`open ${store.durable}`);
  const act = async (worker: number, turn: number): Promise<void> => {
    const key = `${run}/${worker}/${turn}`;
    await store.executed.begin(key, 'open');
    say(`begun ${key}`);
    const first = await store.counters.reserve('ic', 60);
    say(`number ${first}`);
    const id = `m${worker}`;
    const status = { state: 'online', epoch: first, lastSeen: turn } as const;
    const memory = new Map([['filler', key.repeat(50)]]);
    store.meters.remember({ id, address: id, protocol: 'dlms', ...status }, memory);
    await store.executed.finish(key, { number: first });
    say(`finished ${key} ${first}`);
  };
  const work = async (worker: number): Promise<void> => {
    for (let turn = 0; ; turn++) {
      await act(worker, turn);
      await sleep(turn % 5);
    }
  };
  await Promise.all(Array.from({ length: 4 }, (_, worker) => work(worker)));
}

main().catch((error: unknown) => {
  say(`failed ${String(error)}`);
  process.exitCode = 1;
});
