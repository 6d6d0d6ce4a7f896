import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import should from 'should';
import { type ListedMeter, parseMeterJson, Roster } from '../../../src/meters';
import { until } from '../../helpers/until';

const KEY = '9a3f5c7e1b2d4f60718293a4b5c6d7e8';
const METER: ListedMeter = { id: 'm1', name: 'Roof', trusted: true, protected: false };

describe('a roster', () => {
  let folder: string;
  let roster: Roster;
  let changes: string[];
  let problems: string[];

  async function open(secret = 'correct horse'): Promise<void> {
    roster = new Roster({ folder: join(folder, 'gw'), secret, interval: 20 });
    changes = [];
    problems = [];
    roster.on('changed', (list) => changes.push([...list.all()].map(({ id }) => id).join()));
    roster.on('problem', (text) => problems.push(text));
    await roster.open();
  }
  const file = (name: string) => join(folder, 'gw', name);
  const told = (from: readonly string[], count = 1) =>
    until(
      () => (from.length >= count ? true : undefined),
      3_000,
      () => `told ${from.length} times`,
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ivy-roster-'));
    await open();
  });

  afterEach(async () => {
    roster.close();
    await rm(folder, { recursive: true });
  });

  it('begins empty where there is no file, and makes none', async () => {
    roster.list.size.should.equal(0);
    (await readdir(folder)).should.eql([]);
  });

  it('keeps what it is given in meters.json, for its owner alone, and tells of it once', async () => {
    await roster.replace([METER]);
    should(roster.list.find('m1')).eql(METER);
    parseMeterJson(await readFile(file('meters.json'), 'utf8')).should.eql([METER]);
    ((await stat(file('meters.json'))).mode & 0o777).should.equal(0o600);
    await new Promise((resolve) => setTimeout(resolve, 200));
    changes.should.eql(['m1']);
    roster.close();
    await open();
    should(roster.list.find('m1')).eql(METER);
  });

  it('keeps a list that is CSV as CSV', async () => {
    await roster.replace([]);
    await rm(file('meters.json'));
    await writeFile(file('meters.csv'), 'id\nm1\n');
    await told(changes, 2);
    await roster.replace([METER, { ...METER, id: 'm2' }]);
    (await readFile(file('meters.csv'), 'utf8')).should.match(/m1,Roof,.*\r\nm2,Roof,/);
    (await readdir(join(folder, 'gw'))).should.eql(['meters.csv']);
  });

  it('has another revision with every list, and the same until then', async () => {
    const before = roster.revision;
    roster.revision.should.equal(before);
    await roster.replace([METER]);
    const after = roster.revision;
    after.should.not.equal(before);
    await roster.replace([METER]);
    roster.revision.should.not.equal(after);
  });

  it('goes on with the former list where another cannot be written', async () => {
    await roster.replace([METER]);
    await rm(join(folder, 'gw'), { recursive: true });
    await writeFile(join(folder, 'gw'), 'no folder');
    await roster.replace([]).should.be.rejected();
    should(roster.list.find('m1')).eql(METER);
  });

  it('takes lists in the order in which they come', async () => {
    const lists = ['a', 'b', 'c'].map((id) => roster.replace([{ ...METER, id }]));
    await Promise.all(lists);
    changes.should.eql(['a', 'b', 'c']);
    parseMeterJson(await readFile(file('meters.json'), 'utf8')).length.should.equal(1);
  });

  it('says what is wrong with the file until it is right again', async () => {
    await roster.replace([METER]);
    await writeFile(file('meters.json'), '[{"id":"a b"}]');
    await told(problems);
    (roster.problem ?? '').should.endWith(
      'row 1, column id: an id has 1 to 32 letters, digits, - or _',
    );
    roster.list.size.should.equal(1);
    await writeFile(file('meters.json'), '[]');
    await told(changes, 2);
    should(roster.problem).be.undefined();
  });

  describe('with keys', () => {
    it('wraps those that are in clear in the file, and gives them in clear', async () => {
      await roster.replace([]);
      const text = `[{"id":"m1","keys":{"encryptionKey":"${KEY}"}}]`;
      await writeFile(file('meters.json'), text);
      await told(changes, 2);
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
      const written = await until(
        () => {
          const now = readFileSync(file('meters.json'), 'utf8');
          return now === text ? undefined : now;
        },
        3_000,
        () => 'still in clear',
      );
      written.should.match(/"keys": "ivy1\./).and.not.match(new RegExp(KEY));
    });

    it('gives none of a meter that has none or is not listed', async () => {
      await roster.replace([METER]);
      should(roster.keysOf('m1')).be.undefined();
      should(roster.keysOf('m2')).be.undefined();
    });

    it('opens nothing with another secret, until it has the right one again', async () => {
      const safe = roster.safe;
      if (!safe) throw new Error('no safe');
      await roster.replace([{ ...METER, keys: safe.wrap({ encryptionKey: KEY }, 'm1') }]);
      roster.useSecret('wrong');
      (() => roster.keysOf('m1')).should.throw(TypeError, { message: /another secret/ });
      roster.useSecret('');
      (() => roster.keysOf('m1')).should.throw(TypeError, { message: /no secret/ });
      roster.useSecret('correct horse');
      should(roster.keysOf('m1')).eql({ encryptionKey: KEY });
    });
  });

  it('knows the zone of a meter that has one', async () => {
    await roster.replace([{ ...METER, timezone: 'Asia/Shanghai' }]);
    should(roster.timezoneOf('m1')?.name).equal('Asia/Shanghai');
    should(roster.timezoneOf('m2')).be.undefined();
  });
});
