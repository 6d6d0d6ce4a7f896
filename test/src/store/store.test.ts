import { mock } from 'node:test';
import should from 'should';
import type { KnownMeter, Store } from '../../../src/store';
import { newFolder, noEngine, open, tidyUp } from './folder';

const DAY = 24 * 3_600_000;

const meter = (id: string, more: Partial<KnownMeter> = {}): KnownMeter => ({
  id,
  address: id,
  protocol: 'dlms',
  state: 'online',
  epoch: 1,
  lastSeen: 1_000,
  ...more,
});

const engines = {
  'on disk': async () => open(await newFolder()),
  'in memory': async () => open(await newFolder(), { load: noEngine }),
};

for (const [kind, openOne] of Object.entries(engines)) {
  describe(`a store ${kind}`, () => {
    let store: Store;

    beforeEach(async () => {
      store = await openOne();
    });

    afterEach(async () => {
      mock.restoreAll();
      await tidyUp();
    });

    it('says whether it is durable, and if not, why', () => {
      store.durable.should.equal(kind === 'on disk');
      (store.reason ?? '').should.equal(
        kind === 'on disk' ? '' : 'the database engine cannot be loaded: No native build was found',
      );
    });

    it('gives back what it was told of a meter, the memory too', () => {
      const memory = new Map<string, unknown>([
        ['dlms-form', 'em114070'],
        ['scale:1-0:12.7.0.255', { scaler: -2, unit: 35, assumed: false }],
      ]);
      const one = meter('202312345678', { state: 'offline', epoch: 7 });
      store.meters.remember(meter('202312345678'), memory);
      store.meters.remember(one);
      [...store.meters.all()].should.eql([one]);
      should(store.meters.find('202312345678')).eql(one);
      store.meters.memory('202312345678').should.eql(memory);
    });

    it('a memory entry that is undefined is not kept, so that it is not null later', () => {
      store.meters.remember(meter('a'), new Map([['scale:x', undefined]]));
      store.meters.memory('a').size.should.equal(0);
    });

    it('a memory of more than 1,024 entries loses the oldest', () => {
      const entries = Array.from({ length: 1_030 }, (_, index) => [`k${index}`, index] as const);
      store.meters.remember(meter('a'), new Map(entries));
      const memory = store.meters.memory('a');
      memory.size.should.equal(1_024);
      should([...memory.keys()][0]).equal('k6');
    });

    it('a memory of more than 65,536 octets loses the oldest', () => {
      const entries = ['old', 'middle', 'new'].map((name) => [name, 'ä'.repeat(15_000)] as const);
      store.meters.remember(meter('a'), new Map(entries));
      const memory = store.meters.memory('a');
      [...memory.keys()].should.eql(['middle', 'new']);
    });

    it('a forgotten meter is gone', () => {
      store.meters.remember(meter('a'), new Map([['x', 1]]));
      store.meters.remember(meter('b'));
      store.meters.forget('a');
      store.meters.memory('a').size.should.equal(0);
      [...store.meters.all()].map(({ id }) => id).should.eql(['b']);
      store.meters.size.should.equal(1);
    });

    it('an act is begun once: who comes second is told of the first', async () => {
      should(await store.executed.begin('m 1', 'open')).equal(undefined);
      const second = await store.executed.begin('m 1', 'close');
      should(second?.fingerprint).equal('open');
      should(second?.answer).equal(undefined);
    });

    it('of two that begin the same act at once, one is first', async () => {
      const begun = await Promise.all([
        store.executed.begin('m 1', 'open'),
        store.executed.begin('m 1', 'open'),
      ]);
      begun.filter((known) => known === undefined).length.should.equal(1);
    });

    it('a finished act has its answer', async () => {
      await store.executed.begin('m 1', 'open');
      await store.executed.finish('m 1', { success: true, result: { unchanged: true } });
      const known = store.executed.find('m 1');
      should(known?.answer).eql({ success: true, result: { unchanged: true } });
      should(store.executed.find('m 2')).equal(undefined);
    });

    it('an act that was never begun cannot be finished', async () => {
      await store.executed.finish('m 1', { success: true });
      should(store.executed.find('m 1')).equal(undefined);
    });

    it('an act is forgotten after 24 hours, not earlier, whatever the wall clock does', async () => {
      let age = 0;
      const start = performance.now();
      mock.method(performance, 'now', () => start + age);
      await store.executed.begin('m 1', 'open');
      mock.method(Date, 'now', () => 4e12);
      age = DAY - 1;
      should(store.executed.find('m 1')?.fingerprint).equal('open');
      age = DAY;
      should(store.executed.find('m 1')).equal(undefined);
      store.executed.size.should.equal(0);
    });

    it('a counter counts up, from the given value where that is higher', async () => {
      store.counters.knows('ic').should.equal(false);
      (await store.counters.reserve('ic', 1)).should.equal(0);
      (await store.counters.reserve('ic', 5)).should.equal(1);
      (await store.counters.reserve('ic', 1, 1_000)).should.equal(1_000);
      (await store.counters.reserve('ic', 1, 7)).should.equal(1_001);
      (await store.counters.reserve('other', 250)).should.equal(0);
      (await store.counters.reserve('other', 1)).should.equal(250);
      store.counters.knows('ic').should.equal(true);
    });

    it('reservations at once never overlap', async () => {
      const counts = Array.from({ length: 200 }, (_, index) => 1 + (index % 7));
      const firsts = await Promise.all(counts.map((count) => store.counters.reserve('ic', count)));
      const numbers = firsts.flatMap((first, index) =>
        Array.from({ length: counts[index] ?? 0 }, (_, step) => first + step),
      );
      new Set(numbers).size.should.equal(numbers.length);
    });

    for (const count of [0, -1, 1.5, Number.NaN]) {
      it(`${count} numbers cannot be reserved`, async () => {
        await store.counters.reserve('ic', count).should.be.rejectedWith(RangeError);
        await store.counters.reserve('ic', 1, count - 1).should.be.rejectedWith(RangeError);
      });
    }

    it('keeps single values', async () => {
      store.values.has('relay-lock').should.equal(false);
      await store.values.set('relay-lock', { locked: true, by: 'me' });
      (store.values.get('relay-lock') as object).should.eql({ locked: true, by: 'me' });
    });

    it('a value of more than 65,536 octets is refused', async () => {
      await store.values
        .set('much', 'x'.repeat(70_000))
        .should.be.rejectedWith({ code: 'storage-failed' });
      store.values.has('much').should.equal(false);
    });

    it('after it is closed, nothing that must be kept is promised', async () => {
      await store.close();
      await store.executed.begin('m 1', 'open').should.be.rejectedWith({ code: 'storage-failed' });
      await store.counters.reserve('ic', 1).should.be.rejectedWith({ code: 'storage-failed' });
      should(store.executed.find('m 1')).equal(undefined);
      store.meters.remember(meter('a'));
      await store.close();
    });
  });
}
