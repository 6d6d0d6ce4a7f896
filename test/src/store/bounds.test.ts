import { mock } from 'node:test';
import should from 'should';
import { NO_ENGINE } from '../../../src/store/engine';
import { ExecutedIds } from '../../../src/store/executed-ids';
import { HeardCounters } from '../../../src/store/heard-counters';
import { Journal } from '../../../src/store/journal';
import { type KnownMeter, KnownMeters } from '../../../src/store/known-meters';

const journal = () => new Journal(NO_ENGINE, () => {});

const meter = (id: string): KnownMeter => ({
  id,
  address: id,
  protocol: 'dlt645',
  state: 'online',
  epoch: 1,
  lastSeen: 1,
});

const MEMORY = new Map([['text', 'x'.repeat(100)]]);

const ids = (meters: KnownMeters) => [...meters.all()].map(({ id }) => id);

describe('the bounds of a store', () => {
  afterEach(() => mock.restoreAll());

  it('one meter too many: the one that was not remembered for longest makes room', () => {
    const meters = new KnownMeters(journal(), [], [], { meters: 3, characters: 10_000 });
    for (const id of ['a', 'b', 'c', 'a', 'd']) meters.remember(meter(id), MEMORY);
    ids(meters).should.eql(['c', 'a', 'd']);
  });

  it('meters with too much JSON make room likewise', () => {
    const meters = new KnownMeters(journal(), [], [], { meters: 100, characters: 500 });
    for (const id of ['a', 'b', 'c']) meters.remember(meter(id), MEMORY);
    ids(meters).should.eql(['b', 'c']);
  });

  it('what was stored beyond the bounds is forgotten when it is read', () => {
    const rows = ['a', 'b'].map((id, index) => {
      const text = JSON.stringify({ ...meter(id), lastSeen: 2 - index });
      return [`meter:${id}`, text] as const;
    });
    ids(new KnownMeters(journal(), rows, [], { meters: 1, characters: 10_000 })).should.eql(['a']);
  });

  it('no act is forgotten to make room: another one is refused until one expires', async () => {
    const executed = new ExecutedIds(journal(), [], { entries: 2, characters: 10_000 });
    await executed.begin('1', 'open');
    await executed.begin('2', 'open');
    await executed.begin('3', 'open').should.be.rejectedWith({ code: 'storage-failed' });
    should(executed.find('1')?.fingerprint).equal('open');
    const later = performance.now() + 86_400_001;
    mock.method(performance, 'now', () => later);
    should(await executed.begin('3', 'open')).equal(undefined);
  });

  it('acts with long answers count by their length', async () => {
    const executed = new ExecutedIds(journal(), [], { entries: 10, characters: 1_000 });
    await executed.begin('1', 'open');
    await executed.finish('1', 'x'.repeat(1_000));
    await executed.begin('2', 'open').should.be.rejectedWith({ code: 'storage-failed' });
  });

  it('of one counter too many that was heard, the one that was heard longest ago makes room', () => {
    const heard = new HeardCounters(journal(), [], 2);
    for (const [name, counter] of [
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['c', 1],
    ] as const) {
      heard.hear(name, counter);
    }
    ['a', 'b', 'c'].map((name) => heard.get(name)).should.eql([2, undefined, 1]);
  });

  it('rows that are none of ours are passed over', () => {
    const rows = ['', '{', 'null', '[]', '{"id":1}', '{"id":"a","address":"a"}'].map(
      (text, index) => [`meter:${index}`, text] as const,
    );
    new KnownMeters(journal(), rows, []).size.should.equal(0);
    new ExecutedIds(journal(), rows).size.should.equal(0);
    should(new HeardCounters(journal(), [['heard:a', '"1"']]).get('a')).equal(undefined);
  });
});
