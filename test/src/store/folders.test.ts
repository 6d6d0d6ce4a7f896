import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { ClassicLevel } from 'classic-level';
import should from 'should';
import { type KnownMeter, openStore } from '../../../src/store';
import { run } from '../../helpers/program';
import { newFolder, open, tidyUp } from './folder';

const METER: KnownMeter = {
  id: 'm',
  address: '000000000000',
  protocol: 'dlt645',
  state: 'online',
  epoch: 3,
  lastSeen: 1_000,
};

const MEMORY = new Map([['dlt645-standard', '2007']]);

/** A folder in which one of everything was stored and the store closed. */
async function usedFolder(): Promise<string> {
  const folder = await newFolder();
  const store = await open(folder);
  store.meters.remember(METER, MEMORY);
  await store.executed.begin('m 1', 'open');
  await store.executed.finish('m 1', { success: true });
  await store.executed.begin('m 2', 'open');
  await store.counters.reserve('ic', 3);
  await store.values.set('relay-lock', { locked: true });
  store.heard.hear('h', 7);
  store.heard.hear('h', 6);
  await store.close();
  return folder;
}

const files = (folder: string, pattern: RegExp) =>
  readdir(join(folder, 'store')).then((names) => names.filter((name) => pattern.test(name)));

describe("a store's folder", () => {
  afterEach(async () => {
    mock.restoreAll();
    await tidyUp();
  });

  it('everything is there again after it was closed and opened', async () => {
    const store = await open(await usedFolder());
    store.told.should.eql([]);
    store.durable.should.equal(true);
    [...store.meters.all()].should.eql([METER]);
    store.meters.memory('m').should.eql(MEMORY);
    should(store.executed.find('m 1')?.answer).eql({ success: true });
    ('answer' in (store.executed.find('m 2') as object)).should.equal(false);
    (store.values.get('relay-lock') as object).should.eql({ locked: true });
    should(store.heard.get('h')).equal(7);
  });

  it('an act is known again whatever its key is', async () => {
    const folder = await newFolder();
    const keys = ['', '\u{1f600}', '\uffff', '\ud800', '../x\0y\n', 'k'.repeat(100_000)];
    const store = await open(folder);
    for (const key of keys) await store.executed.begin(key, 'open');
    await store.close();
    const next = await open(folder);
    for (const key of keys) should(next.executed.find(key)?.fingerprint).equal('open');
    next.executed.size.should.equal(keys.length);
  });

  it('a counter goes on behind what was reserved, never below', async () => {
    const folder = await usedFolder();
    const store = await open(folder);
    (await store.counters.reserve('ic', 1)).should.equal(100);
    await store.close();
    const next = await open(folder);
    (await next.counters.reserve('ic', 1)).should.equal(200);
  });

  it('what may wait is on disk within a second or so', async () => {
    const folder = await newFolder();
    const store = await open(folder);
    store.meters.remember(METER, MEMORY);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    const copy = await newFolder();
    await run('cp', ['-r', join(folder, 'store'), copy]);
    [...(await open(copy)).meters.all()].should.eql([METER]);
  });

  it('an act of yesterday is forgotten; one of tomorrow, by a clock that was wrong, is not', async () => {
    const folder = await newFolder();
    const store = await open(folder);
    let clock = Date.now() - 86_400_001;
    mock.method(Date, 'now', () => clock);
    await store.executed.begin('yesterday', 'open');
    clock += 10 * 86_400_000;
    await store.executed.begin('tomorrow', 'open');
    mock.restoreAll();
    await store.close();
    const next = await open(folder);
    should(next.executed.find('yesterday')).equal(undefined);
    should(next.executed.find('tomorrow')?.fingerprint).equal('open');
  });

  it('a folder that is open already gives memory, and says so', async () => {
    const folder = await usedFolder();
    const first = await open(folder);
    const second = await open(folder, { patience: 100 });
    second.durable.should.equal(false);
    (second.reason as string).should.startWith('another process uses the folder');
    second.told.length.should.equal(1);
    [...second.meters.all()].should.eql([]);
    await first.close();
    (await open(folder)).durable.should.equal(true);
  });

  it('a folder that is about to be closed is waited for', async () => {
    const folder = await usedFolder();
    const first = await open(folder);
    const opening = open(folder);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await first.close();
    const second = await opening;
    second.durable.should.equal(true);
    [...second.meters.all()].should.eql([METER]);
  });

  it('without a folder there is memory, and it says so', async () => {
    const store = await openStore(undefined, { log: () => undefined });
    store.durable.should.equal(false);
    (store.reason as string).should.equal('there is no folder for it');
  });

  it('a folder that another process holds gives memory, and leaves that one alone', async () => {
    const folder = await usedFolder();
    const holder = await open(folder);
    const program = ['--import', 'tsx', join(__dirname, 'say-what-opens.ts'), folder];
    (await run(process.execPath, program)).should.match(/^another process uses the folder/m);
    await holder.executed.begin('m 3', 'open');
    holder.told.should.eql([]);
  }).timeout(20_000);

  it('a path that cannot be a folder gives memory', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'file'), 'x');
    const store = await open(join(folder, 'file', 'gateway'));
    store.durable.should.equal(false);
    (store.reason as string).should.startWith('ENOTDIR');
  });

  it('a store of a newer version is left alone, and the reason says so', async () => {
    const folder = await usedFolder();
    const level = new ClassicLevel(join(folder, 'store'));
    await level.put('schemaVersion', '7');
    await level.close();
    const store = await open(folder);
    store.durable.should.equal(false);
    (store.reason as string).should.equal(
      'it was written by a newer version (schema 7, this one knows up to 1)',
    );
    const again = new ClassicLevel(join(folder, 'store'));
    ((await again.get('counter:ic')) as string).should.equal('100');
    await again.close();
  });

  for (const [what, damage] of Object.entries({
    'CURRENT is missing': (folder: string) => rm(join(folder, 'CURRENT')),
    'CURRENT is empty': (folder: string) => truncate(join(folder, 'CURRENT')),
    'CURRENT names a file that is not there': (folder: string) =>
      writeFile(join(folder, 'CURRENT'), 'MANIFEST-999999\n'),
    'the MANIFEST is nonsense': async (folder: string) => {
      const [manifest = ''] = (await readdir(folder)).filter((name) => /^MANIFEST/.test(name));
      await writeFile(join(folder, manifest), Buffer.alloc(200, 7));
    },
  })) {
    it(`${what}: it is repaired, says so, and counters leap ahead`, async () => {
      const folder = await usedFolder();
      await damage(join(folder, 'store'));
      const store = await open(folder);
      store.durable.should.equal(true);
      store.told.length.should.equal(1);
      (store.told[0] as string).should.match(/is damaged .*: repairing it$/);
      [...store.meters.all()].should.eql([METER]);
      should(store.executed.find('m 1')?.answer).eql({ success: true });
      (await store.counters.reserve('ic', 1)).should.be.aboveOrEqual(10_000_000);
      await store.close();
      const next = await open(folder);
      next.told.should.eql([]);
      (await next.counters.reserve('ic', 1)).should.be.aboveOrEqual(10_000_000);
    });
  }

  it('beyond repair it is moved aside whole, and a new one begun; files beside it stay', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'meters.csv'), 'id\n');
    await mkdir(join(folder, 'store'));
    const foreign = new ClassicLevel(join(folder, 'store'));
    await foreign.put('a', 'b');
    await foreign.close();
    const store = await open(folder);
    store.durable.should.equal(true);
    (store.told.at(-1) as string).should.match(/cannot be repaired .*-damaged-20.* is begun$/);
    store.counters.knows('ic').should.equal(false);
    const names = (await readdir(folder)).sort();
    names.length.should.equal(3);
    (names[0] as string).should.equal('meters.csv');
    (names[2] as string).should.startWith('store-damaged-');
    (await readdir(join(folder, names[2] as string))).should.containEql('CURRENT');
  });

  it('nothing that LevelDB has not checked is ever taken for a record', async () => {
    const folder = await usedFolder();
    const [log = ''] = await files(folder, /\.log$/);
    await writeFile(join(folder, 'store', log), Buffer.alloc(4_000, 0x5a));
    const store = await open(folder);
    store.durable.should.equal(true);
    store.meters.size.should.be.belowOrEqual(1);
  });
});
