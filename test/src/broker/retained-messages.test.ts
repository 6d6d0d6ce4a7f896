import 'should';
import { setImmediate as turn } from 'node:timers/promises';
import { RetainedMessages } from '../../../src/broker/retained-messages';

const message = (topic: string, payload = 'x') => ({ topic, payload: Buffer.from(payload) });

async function topics(messages: RetainedMessages, ...filters: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { topic, payload } of messages.matching(filters))
    found.push(`${topic} ${payload}`);
  return found;
}

describe('retained messages', () => {
  const all = new RetainedMessages(100);
  for (const topic of ['a', 'a/b', 'a/b/c', 'a//c', '/a', 'constructor']) all.store(message(topic));

  it('match a filter as MQTT 3.1.1 clause 4.7.1 has it', async () => {
    (await topics(all, 'a')).should.deepEqual(['a x']);
    (await topics(all, 'a/#')).should.deepEqual(['a x', 'a/b x', 'a/b/c x', 'a//c x']);
    (await topics(all, '+')).should.deepEqual(['a x', 'constructor x']);
    (await topics(all, 'a/+')).should.deepEqual(['a/b x']);
    (await topics(all, 'a/+/c')).should.deepEqual(['a/b/c x', 'a//c x']);
    (await topics(all, '+/+')).should.deepEqual(['a/b x', '/a x']);
    (await topics(all, '+/a')).should.deepEqual(['/a x']);
    (await topics(all, 'b', '__proto__')).should.deepEqual([]);
  });

  it('come once each, however many filters match', async () => {
    (await topics(all, 'a/b', 'a/+', 'a/b', '+/b')).should.deepEqual(['a/b x']);
  });

  it('are replaced by a later one, and cleared by an empty one', async () => {
    const some = new RetainedMessages(100);
    some.store(message('a', '1'));
    some.store(message('a', '2'));
    (await topics(some, '#')).should.deepEqual(['a 2']);
    some.store(message('a', ''));
    (await topics(some, '#')).should.deepEqual([]);
  });

  it('of new topics find no room beyond the limit', async () => {
    const some = new RetainedMessages(2);
    for (const topic of ['a', 'b', 'c']) some.store(message(topic));
    some.store(message('a', '2'));
    (await topics(some, '#')).should.deepEqual(['a 2', 'b x']);
  });

  it('are kept apart from the buffer they came in', async () => {
    const some = new RetainedMessages(2);
    const buffer = Buffer.from('xyz');
    some.store({ topic: 'a', payload: buffer.subarray(0, 1) });
    buffer.fill('-');
    (await topics(some, 'a')).should.deepEqual(['a x']);
  });

  it('by the thousand leave others their turn while they are searched', async () => {
    const many = new RetainedMessages(20_000);
    for (let n = 0; n < 20_000; n += 1) many.store(message(`ivy/v1/meters/${n}/status`));
    const filters = Array.from({ length: 100 }, (_, n) => `other/${n}/+`);
    let turns = 0;
    let searching = true;
    const search = topics(many, ...filters).finally(() => {
      searching = false;
    });
    for (; searching; turns += 1) await turn();
    (await search).should.be.empty();
    // Two million comparisons, ten thousand a turn.
    turns.should.be.above(150);
  });
});
