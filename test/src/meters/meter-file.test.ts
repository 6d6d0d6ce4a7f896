import 'should';
import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MeterFile } from '../../../src/meters';
import { until } from '../../helpers/until';

describe('the file of a meter list', () => {
  let folder: string;
  let lists: string[];
  let problems: string[];
  let file: MeterFile;

  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const told = (from: readonly string[], count: number) =>
    until(
      () => (from.length >= count ? from : undefined),
      3_000,
      () => `told ${from.length} times`,
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ivy-meters-'));
    lists = [];
    problems = [];
    file = new MeterFile(folder, {
      interval: 30,
      onMeters: (meters) => lists.push(meters.map(({ id }) => id).join()),
      onProblem: (text) => problems.push(text),
    });
  });

  afterEach(async () => {
    file.close();
    await rm(folder, { recursive: true });
  });

  it('is read at the start, and again whenever it changes', async () => {
    await write('meters.csv', 'id\na\n');
    await file.start();
    lists.should.eql(['a']);
    await write('meters.csv', 'id\na\nb\n');
    await told(lists, 2);
    await write('new.csv', 'id\nc\n');
    await rename(join(folder, 'new.csv'), join(folder, 'meters.csv'));
    await told(lists, 3);
    lists.should.eql(['a', 'a,b', 'c']);
    problems.should.eql([]);
  });

  it('is not read while it is written', async () => {
    await file.start();
    let text = 'id\n';
    for (let row = 0; row < 30; row++) {
      text += `m${row}\n`;
      await write('meters.csv', text);
      await sleep(10);
    }
    await told(lists, 1);
    lists.length.should.equal(1);
    lists[0]?.split(',').length.should.equal(30);
  });

  it('a bad file is told, and no list is given until it is good again', async () => {
    await write('meters.json', '[{"id":"a"}]');
    await file.start();
    await write('meters.json', '[{"id":"a b"}]');
    await told(problems, 1);
    problems.should.eql([
      `${join(folder, 'meters.json')} is not taken:\nrow 1, column id: an id has 1 to 32 letters, digits, - or _`,
    ]);
    await write('meters.json', '[{"id":"c"},{"id":"d"}]');
    await told(lists, 2);
    lists.should.eql(['a', 'c,d']);
    problems.length.should.equal(1);
  });

  it('a file in another encoding than UTF-8 is not taken', async () => {
    await writeFile(join(folder, 'meters.csv'), Buffer.from('id,name\na,\xdcr\xfcn\n', 'latin1'));
    await file.start();
    problems.should.eql([`${join(folder, 'meters.csv')} is not taken:\nit is not UTF-8`]);
  });

  it('a file that is gone is told; the former list goes on', async () => {
    await write('meters.csv', 'id\na\n');
    await file.start();
    await unlink(join(folder, 'meters.csv'));
    await told(problems, 1);
    problems.should.eql(['the file is gone; the list goes on without it']);
    lists.should.eql(['a']);
  });

  it('JSON goes before CSV', async () => {
    await write('meters.csv', 'id\na\n');
    await write('meters.json', '[]');
    await file.start();
    lists.should.eql(['']);
  });

  it('without a file nothing is told, and after the close nothing more', async () => {
    await file.start();
    file.close();
    await write('meters.csv', 'id\na\n');
    await sleep(150);
    lists.should.eql([]);
    problems.should.eql([]);
  });
});
