import { randomInt } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import should from 'should';
import type { Store } from '../../../src/store';
import { Program } from '../../helpers/program';
import { newFolder, open, tidyUp } from './folder';

/** 100 in the long set. */
const KILLS = Number(process.env['IVY_KILLS'] ?? 20);

/** The writer as one file that starts quickly. */
async function bundledWriter(folder: string): Promise<string> {
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const outfile = join(folder, 'writer.cjs');
  const entryPoints = [join(__dirname, 'writer.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    external: ['classic-level'],
  });
  return outfile;
}

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

describe(`a gateway killed ${KILLS} times at random moments`, () => {
  afterEach(tidyUp);

  it('always opens again, knows every act it had noted, and never repeats a number', async () => {
    const folder = await newFolder();
    const writer = await bundledWriter(await newFolder());
    const promises: string[] = [];
    for (let run = 0; run < KILLS; run++) {
      promises.push(...(await promisesUntilKilled(writer, folder, run)));
    }
    const store = await open(folder);
    store.told.should.eql([]);
    argumentsOf('open', promises).should.eql(Array(KILLS).fill('true'));
    argumentsOf('log', promises).should.eql([]);
    argumentsOf('failed', promises).should.eql([]);
    checkPromises(store, promises);
    const numbers = argumentsOf('number', promises).map(Number);
    numbers.length.should.be.above(KILLS);
    numbers.sort((one, other) => one - other);
    const distances = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
    Math.min(...distances).should.be.aboveOrEqual(60);
    (await store.counters.reserve('ic', 1)).should.be.aboveOrEqual((numbers.at(-1) ?? 0) + 60);
  }).timeout(KILLS * 3_000);
});
