import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import should from 'should';
import type { Store } from '../../../src/store';
import { newFolder, open, tidyUp } from './folder';

/** Cuts that are tried: every 64th in the quick set, all of the last 4,096 in the long one. */
const STEP = Number(process.env['IVY_CUT_STEP'] ?? 64);
const CUTS = 4_096;
const ACTS = 30;

/** Acts, one after another, then a folder as a cut of the current finds it. */
async function folderWithActs(): Promise<string> {
  const folder = await newFolder();
  const store = await open(folder);
  for (let act = 0; act < ACTS; act++) {
    await store.executed.begin(`act ${act}`, 'open');
    await store.counters.reserve('ic', 100);
  }
  const copy = await newFolder();
  await copyStore(folder, copy);
  return copy;
}

async function copyStore(from: string, to: string): Promise<void> {
  await rm(join(to, 'store'), { recursive: true, force: true });
  await mkdir(join(to, 'store'), { recursive: true });
  for (const file of await readdir(join(from, 'store'))) {
    await copyFile(join(from, 'store', file), join(to, 'store', file));
  }
}

/** The store is as it was after some act; gives the number of acts. */
async function actsIn(store: Store): Promise<number> {
  const acts = store.executed.size;
  for (let act = 0; act < acts; act++) {
    should(store.executed.find(`act ${act}`)?.fingerprint).equal('open');
  }
  const reserved = store.counters.knows('ic') ? await store.counters.reserve('ic', 1) : 0;
  [acts * 100, (acts - 1) * 100].should.containEql(reserved);
  return acts;
}

describe('a log of which the end is lost', () => {
  afterEach(tidyUp);

  it('wherever it is cut, the store opens as it was at some moment before', async () => {
    const whole = await folderWithActs();
    const torn = await newFolder();
    const [log = ''] = (await readdir(join(whole, 'store'))).filter((file) => /\.log$/.test(file));
    const octets = await readFile(join(whole, 'store', log));
    let least = ACTS;
    for (let cut = octets.length; cut >= Math.max(0, octets.length - CUTS); cut -= STEP) {
      await copyStore(whole, torn);
      await writeFile(join(torn, 'store', log), octets.subarray(0, cut));
      const store = await open(torn);
      store.durable.should.equal(true, `cut at ${cut}`);
      store.told.should.eql([]);
      const acts = await actsIn(store);
      acts.should.be.belowOrEqual(least);
      least = acts;
      await store.close();
    }
    least.should.be.below(ACTS / 2);
  }).timeout(300_000);
});
