import should from 'should';
import { Counters } from '../../../src/store/counters';
import type { Change } from '../../../src/store/engine';
import { ExecutedIds } from '../../../src/store/executed-ids';
import { Journal } from '../../../src/store/journal';
import { type Migration, migrate } from '../../../src/store/schema';
import { Disk } from './disk';

describe('the journal', () => {
  let disk: Disk;
  let told: string[];
  let journal: Journal;

  beforeEach(() => {
    disk = new Disk();
    told = [];
    journal = new Journal(disk, (line) => told.push(line));
  });

  afterEach(() => journal.close());

  it('many who wait for the disk share one write, and what may wait goes along', async () => {
    journal.put('behind', '1');
    await Promise.all(
      ['a', 'b', 'c'].map((key) => {
        journal.put(key, '1');
        return journal.commit();
      }),
    );
    disk.batches.should.eql([
      [
        ['behind', '1'],
        ['a', '1'],
        ['b', '1'],
        ['c', '1'],
      ],
    ]);
  });

  it('what comes while a write runs goes with the next one', async () => {
    journal.put('a', '1');
    const first = journal.commit();
    await Promise.resolve();
    await Promise.resolve();
    journal.put('b', '1');
    await Promise.all([first, journal.commit()]);
    disk.batches.should.eql([[['a', '1']], [['b', '1']]]);
  });

  it('a failed write is told once, kept, and made good later with the newest values', async () => {
    disk.isFull = true;
    journal.put('a', '1');
    journal.put('b', '1');
    const full = { code: 'storage-failed', message: /No space left/ };
    await journal.commit().should.be.rejectedWith(full);
    journal.put('a', '2');
    await journal.commit().should.be.rejectedWith(full);
    should(journal.fault).equal('No space left on device');
    disk.isFull = false;
    await journal.commit();
    should(journal.fault).equal(undefined);
    Object.fromEntries(disk.content).should.eql({ a: '2', b: '1' });
    told.should.eql([
      'the store cannot be written: No space left on device',
      'the store can be written again',
    ]);
  });

  it('a failed write is tried again without anybody asking', async () => {
    disk.isFull = true;
    journal.put('a', '1');
    await journal.commit().should.be.rejected();
    disk.isFull = false;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    Object.fromEntries(disk.content).should.eql({ a: '1' });
  });

  it('what is gathered is written at the close; a disk that does not let go is told', async () => {
    journal.put('a', '1');
    disk.close = () => Promise.reject(new Error('it is stuck'));
    await Promise.all([journal.close(), journal.close()]);
    Object.fromEntries(disk.content).should.eql({ a: '1' });
    told.should.eql(['the store does not close: it is stuck']);
  });

  it('an act that cannot be noted is not begun, then or later', async () => {
    const executed = new ExecutedIds(journal, []);
    disk.isFull = true;
    await executed.begin('m 1', 'open').should.be.rejectedWith({ code: 'storage-failed' });
    should(executed.find('m 1')).equal(undefined);
    disk.isFull = false;
    await journal.commit();
    disk.content.size.should.equal(0);
    should(await executed.begin('m 1', 'open')).equal(undefined);
  });

  it('numbers whose reservation failed are never given', async () => {
    const counters = new Counters(journal, []);
    await counters.reserve('ic', 99);
    disk.isFull = true;
    await counters.reserve('ic', 2).should.be.rejectedWith({ code: 'storage-failed' });
    await counters.reserve('ic', 1).should.be.rejectedWith({ code: 'storage-failed' });
    disk.isFull = false;
    (await counters.reserve('ic', 1)).should.equal(102);
    Number(disk.content.get('counter:ic')).should.be.above(102);
  });

  it('a hundred numbers cost one write', async () => {
    const counters = new Counters(journal, []);
    for (let index = 0; index < 100; index++) await counters.reserve('ic', 1);
    disk.batches.should.eql([[['counter:ic', '100']]]);
  });
});

describe('the schema', () => {
  const rename: Migration = async (engine) =>
    (await engine.rows('old:')).flatMap(([key, text]): Change[] => [
      [key, undefined],
      [key.replace('old', 'new'), text],
    ]);
  const addOne: Migration = async () => [['one', '1']];

  it('a new store has the version of today', async () => {
    const disk = new Disk();
    await migrate(disk, [rename, addOne]);
    Object.fromEntries(disk.content).should.eql({ schemaVersion: '3' });
  });

  it('an old store goes through every migration after its version, each whole with its version', async () => {
    const disk = new Disk();
    await disk.write([
      ['schemaVersion', '1'],
      ['old:a', '5'],
    ]);
    await migrate(disk, [rename, addOne]);
    Object.fromEntries(disk.content).should.eql({ schemaVersion: '3', 'new:a': '5', one: '1' });
    disk.batches.length.should.equal(3);
  });

  it('a store of today is not written', async () => {
    const disk = new Disk();
    await disk.write([['schemaVersion', '2']]);
    await migrate(disk, [rename]);
    disk.batches.length.should.equal(1);
  });
});
