import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import should from 'should';
import type { Store } from '../../../src/store';
import { bundled } from '../../helpers/bundled';
import { Program } from '../../helpers/program';
import { newFolder, open } from './folder';

/** What a writer was promised until it was killed. */
async function promisesUntilKilled(
  writer: string,
  folder: string,
  run: number,
): Promise<readonly string[]> {
  const program = new Program(process.execPath, [writer, folder, String(run)]);
  await program.line(/^open/);
  await sleep(randomInt(1, 201));
  program.signal('SIGKILL');
  await program.exited;
  return program.lines.map(({ text }) => text);
}

function argumentsOf(word: string, lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => line.slice(word.length + 1));
}

function checkPromises(store: Store, promises: readonly string[]): void {
  for (const key of argumentsOf('begun', promises)) {
    should(store.executed.find(key)?.fingerprint).equal('open');
  }
  for (const finished of argumentsOf('finished', promises)) {
    const [key = '', number] = finished.split(' ');
    should(store.executed.find(key)?.answer).eql({ number: Number(number) });
  }
}

/**
 * Kills a writer so many times at random moments, each time in the folder that the one before has left. Then
 * the store must open at once, know every act that it had noted, and repeat no number.
 */
export async function expectPromisesKept(kills: number): Promise<void> {
  const folder = await newFolder();
  const writer = await bundled(join(__dirname, 'writer.ts'), await newFolder());
  const promises: string[] = [];
  for (let run = 0; run < kills; run++) {
    promises.push(...(await promisesUntilKilled(writer, folder, run)));
  }
  const store = await open(folder);
  store.told.should.eql([]);
  argumentsOf('open', promises).should.eql(Array(kills).fill('true'));
  argumentsOf('log', promises).should.eql([]);
  argumentsOf('failed', promises).should.eql([]);
  checkPromises(store, promises);
  const numbers = argumentsOf('number', promises).map(Number);
  numbers.length.should.be.above(kills);
  numbers.sort((one, other) => one - other);
  const distances = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
  Math.min(...distances).should.be.aboveOrEqual(60);
  (await store.counters.reserve('ic', 1)).should.be.aboveOrEqual((numbers.at(-1) ?? 0) + 60);
}
