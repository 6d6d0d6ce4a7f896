import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import should from 'should';
import { ProfileBook } from '../../../src/profiles';
import { until } from '../../helpers/until';

describe('meter profiles', () => {
  let folder: string;
  let book: ProfileBook;
  let problems: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ivy-profiles-'));
    await mkdir(join(folder, 'profiles'));
    problems = [];
    book = new ProfileBook({ folder, interval: 20 });
    book.on('problem', (text) => problems.push(text));
  });

  afterEach(async () => {
    book.close();
    await rm(folder, { recursive: true });
  });

  const put = (name: string, content: unknown): Promise<void> => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return writeFile(join(folder, 'profiles', `${name}.json`), text);
  };
  const groupOf = (name: string) => book.find(name)?.groups.energy.map(({ obis }) => obis);

  it('are built in for the EM114070 and for meters of unknown make', () => {
    book.names().should.eql(['generic-three-phase', 'generic-single-phase', 'em114070']);
    should(groupOf('em114070')).eql([
      ...['1-0:1.8.0.255', '1-0:2.8.0.255', '1-0:15.8.0.255', '1-0:12.7.0.255'],
      ...['1-0:11.7.0.255', '1-0:1.7.0.255', '1-0:14.7.0.255', '0-0:96.14.0.255'],
    ]);
    should(book.find('em114070')?.loadProfile).eql({ obis: '1-0:99.1.0.255', every: 15 });
  });

  it('take over what they do not say from the one that they extend', async () => {
    await put('base', {
      extends: 'generic-single-phase',
      deviation: 'inverted',
      registers: { '1-0:1.8.0.255': { scaler: 1, unit: 'Wh' }, '1-0:2.8.0.255': { scaler: 2 } },
      groups: { energy: ['1-0:1.8.0.255'] },
      pushes: ['1-0:1.8.0.255'],
    });
    await put('special', {
      extends: 'base',
      registers: { '1.0.1.8.0.255': { register: 'MAIN' } },
      pushes: ['8/0-0:1.0.0.255/2 1-0:2.8.0.255'],
      loadProfile: { obis: '1-0:99.2.0', every: 60 },
    });
    await book.open();
    problems.should.eql([]);
    const special = book.find('special');
    should(special?.deviation).equal('inverted');
    should(groupOf('special')).eql(['1-0:1.8.0.255']);
    should(special?.groups.all.length).be.above(10);
    should(special?.pushes.map((list) => list.length)).eql([2, 1]);
    should(special?.loadProfile).eql({ obis: '1-0:99.2.0.255', every: 60 });
    should(special?.words.scaleOf('1-0:1.8.0.255', undefined)).equal(undefined);
    should(special?.words.scaleOf('1-0:2.8.0.255', undefined)).match({ scaler: 2 });
  });

  it('of the user go before a built-in one of the same name, which they may extend', async () => {
    await put('em114070', { extends: 'em114070', groups: { energy: ['1-0:15.8.0.255'] } });
    await book.open();
    problems.should.eql([]);
    should(groupOf('em114070')).eql(['1-0:15.8.0.255']);
    should(book.find('em114070')?.words.scaleOf('1-0:12.7.0.255', undefined)).match({ scaler: -2 });
  });

  const WRONG: readonly [why: string, content: unknown, text: RegExp][] = [
    ['text that is no JSON', '{"extends":', /no JSON/],
    ['a field that is none', { extend: 'x' }, /Unrecognized key: "extend"/],
    [
      'a code that is none',
      { groups: { energy: ['1-0:1.8.0.255', '1-0:300.8.0'] } },
      /groups\.energy\.1: .*no OBIS code/,
    ],
    [
      'a scaler of a thousand',
      { registers: { '1-0:1.8.0.255': { scaler: 1000 } } },
      /registers\.1-0:1\.8\.0\.255\.scaler/,
    ],
    ['an attribute that is no value', { groups: { all: ['3/1-0:1.8.0/3'] } }, /groups\.all\.0/],
    ['extending nobody', { extends: 'nobody' }, /there is no profile "nobody"/],
    ['extending itself', { extends: 'wrong' }, /there is no profile "wrong"/],
    ['a reference to a file', { extends: 'file:/etc/passwd' }, /extends: not 1 to 64 letters/],
    ['a key of another nature', '{"__proto__":{"title":"x"}}', /no name for a field/],
    ['a key twice', '{"title":"x","title":"y"}', /stands twice/],
    ['a deep nest', '['.repeat(100_000), /8 deep/],
    ['quotes without end', `"${'\\"'.repeat(120_000)}`, /no JSON/],
    ['a huge list', { groups: { all: Array(20_000).fill('1-0:1.8.0') } }, /groups\.all/],
    ['a huge file', ' '.repeat(300_000), /more than 262144 octets/],
    ['a list in place of an object', [], /expected object/],
  ];

  for (const [why, content, text] of WRONG) {
    it(`with ${why} are refused within a second, naming where`, async () => {
      await put('wrong', content);
      await put('right', { extends: 'generic-three-phase' });
      const started = performance.now();
      await book.open();
      (performance.now() - started).should.be.below(1_000);
      problems.join('\n').should.match(text).and.match(/wrong/);
      problems.join('\n').length.should.be.below(4_000);
      should(book.find('wrong')).be.undefined();
      should(book.find('right')).be.ok();
      (({}) as { title?: unknown }).should.not.have.property('title');
    });
  }

  it('that extend each other in a circle are refused, all of them', async () => {
    await put('a', { extends: 'b' });
    await put('b', { extends: 'c' });
    await put('c', { extends: 'a' });
    await book.open();
    problems.length.should.equal(3);
    should(book.find('a')).be.undefined();
  });

  it('extend at most seven others', async () => {
    await put('p0', { title: 'root' });
    for (let depth = 1; depth <= 8; depth++) await put(`p${depth}`, { extends: `p${depth - 1}` });
    await book.open();
    should(book.find('p7')?.title).equal('root');
    should(book.find('p8')).be.undefined();
  });

  it('are read again when they change; one that has become wrong stays as it was', async () => {
    await book.open();
    const changes = (holds: () => unknown) =>
      until(
        () => (holds() ? true : undefined),
        5_000,
        () => 'nothing changed',
      );
    await put('mine', { title: 'first' });
    await changes(() => book.find('mine')?.title === 'first');
    await put('mine', { title: 'the second' });
    await changes(() => book.find('mine')?.title === 'the second');
    await put('mine', '{');
    await changes(() => problems.length > 0);
    should(book.find('mine')?.title).equal('the second');
    await rm(join(folder, 'profiles', 'mine.json'));
    await changes(() => book.find('mine') === undefined);
  });
});
