import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import should from 'should';
import { openStore } from '../../../src/store';

/** `full-disk FOLDER`, where FOLDER is a small disk of its own. Throws where a rule is broken. */
const [folder = ''] = process.argv.slice(2);

/** Takes all the room there is. */
function fill(file: string): void {
  for (let size = 1_048_576; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size, 1), { flag: 'a' });
    } catch {
      // Less will fit.
    }
  }
}

/** Acts until one cannot be noted; gives the noted ones. */
async function actsUntilFull(begin: (key: string) => Promise<unknown>): Promise<readonly string[]> {
  const begun: string[] = [];
  for (let act = 0; act < 20_000; act++) {
    const key = `act ${act} ${'x'.repeat(200)}`;
    try {
      await begin(key);
    } catch (error) {
      should(error).have.property('code', 'storage-failed');
      return begun;
    }
    begun.push(key);
  }
  throw new Error('the disk is never full');
}

async function main(): Promise<void> {
  const filler = join(folder, 'filler');
  const log = (): void => {};
  const store = await openStore(folder, { log });
  store.durable.should.equal(true);
  fill(filler);
  const begun = await actsUntilFull((key) => store.executed.begin(key, 'open'));
  should(store.fault).match(/No space left/);
  rmSync(filler);
  should(await store.executed.begin('room again', 'open')).equal(undefined);
  should(store.fault).equal(undefined);
  await store.close();

  const next = await openStore(folder, { log });
  next.durable.should.equal(true);
  for (const key of [...begun, 'room again']) {
    should(next.executed.find(key)?.fingerprint).equal('open');
  }
  next.executed.size.should.equal(begun.length + 1);
  await next.close();

  fill(filler);
  const third = await openStore(folder, { log });
  if (!third.durable) should(third.reason).match(/No space left/);
  await third.close();
  rmSync(filler);
  const last = await openStore(folder, { log });
  last.executed.size.should.equal(begun.length + 1);
  await last.close();
  console.log(`noted ${begun.length} acts on a full disk`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
