import 'should';
import { mock } from 'node:test';
import type { StreamItem } from '../../../src/framing';
import { Failure } from '../../../src/link';
import { type Send, Transactions } from '../../../src/link/transactions';
import { settle } from './caller';

const frame = (name: string): StreamItem => ({ kind: 'dlt645', octets: Buffer.from(name) });
const request = (name: string): Uint8Array => Buffer.from(name);
/** Takes the frame with this name for the answer. */
const named = (name: string) => (item: StreamItem) => {
  const text = Buffer.from(item.octets).toString();
  return text === name ? text : undefined;
};
const ask =
  (name: string, timeout = 1_000) =>
  (exchange: Send) =>
    exchange(request(`${name}?`), named(name), timeout);

describe('the transactions of a link', () => {
  let written: string[];
  let transactions: Transactions;

  beforeEach(() => {
    written = [];
    transactions = new Transactions((octets) => written.push(Buffer.from(octets).toString()));
  });

  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
    transactions.end(new Failure('meter-not-connected', 'the test is over'));
  });

  it('one request is in flight', async () => {
    const first = transactions.run('command', ask('a'));
    const second = transactions.run('command', ask('b'));
    await settle();
    written.should.eql(['a?']);
    transactions.offer(frame('a')).should.equal('answer');
    await first;
    await settle();
    written.should.eql(['a?', 'b?']);
    transactions.offer(frame('b'));
    (await second).should.equal('b');
  });

  it('a second request inside one transaction is refused while the first is in flight', async () => {
    const both = transactions.run('command', (exchange) =>
      Promise.allSettled([ask('a')(exchange), ask('b')(exchange)]),
    );
    await settle();
    transactions.offer(frame('a'));
    const [first, second] = await both;
    first.should.eql({ status: 'fulfilled', value: 'a' });
    second.status.should.equal('rejected');
    written.should.eql(['a?']);
  });

  it('the more urgent goes first, and equals in order', async () => {
    const done = ['act', 'command', 'poll', 'back-fill'] as const;
    const running = transactions.run('poll', ask('0'));
    const all = [...done].reverse().flatMap((priority) =>
      [1, 2].map((count) => {
        const name = `${priority}${count}`;
        return transactions.run(priority, ask(name));
      }),
    );
    transactions.waiting.should.equal(8);
    for (let count = 0; count < 9; count++) {
      transactions.offer(frame((written.at(-1) ?? '').slice(0, -1)));
      await settle(5);
    }
    await Promise.all([running, ...all]);
    written.should.eql(
      [
        '0',
        'act1',
        'act2',
        'command1',
        'command2',
        'poll1',
        'poll2',
        'back-fill1',
        'back-fill2',
      ].map((name) => `${name}?`),
    );
  });

  it('a frame that is not recognised resolves nothing', async () => {
    const asked = transactions.run('command', ask('a'));
    await settle();
    transactions.offer(frame('b')).should.equal('unsolicited');
    transactions.offer(frame('a')).should.equal('answer');
    (await asked).should.equal('a');
    transactions.offer(frame('a')).should.equal('unsolicited');
  });

  it('a late answer of a given-up request resolves no other one, and is no news', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const slow = transactions.run('command', ask('slow'));
    const next = transactions.run('command', ask('next'));
    await settle(5);
    mock.timers.tick(1_000);
    await slow.should.be.rejectedWith({ code: 'command-timeout', name: 'Failure' });
    await settle(5);
    transactions.awaitsLate.should.equal(true);
    transactions.offer(frame('slow')).should.equal('late');
    transactions.awaitsLate.should.equal(false);
    transactions.offer(frame('slow')).should.equal('unsolicited');
    transactions.offer(frame('next')).should.equal('answer');
    (await next).should.equal('next');
  });

  it('once a later request is answered, an earlier one will not be: what looks like it is news', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const slow = transactions.run('command', ask('slow'));
    const next = transactions.run('command', ask('next'));
    await settle(5);
    mock.timers.tick(1_000);
    await slow.should.be.rejected();
    await settle(5);
    transactions.offer(frame('next')).should.equal('answer');
    await next;
    transactions.awaitsLate.should.equal(false);
    transactions.offer(frame('slow')).should.equal('unsolicited');
  });

  it('a repeated request answered twice: the second answer is late', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const lost = transactions.run('command', ask('a'));
    const again = transactions.run('command', ask('a'));
    await settle(5);
    mock.timers.tick(1_000);
    await lost.should.be.rejected();
    await settle(5);
    transactions.offer(frame('a')).should.equal('answer');
    (await again).should.equal('a');
    transactions.offer(frame('a')).should.equal('late');
  });

  it('a minute later nothing is the late answer any more', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const slow = transactions.run('command', ask('slow'));
    await settle(5);
    mock.timers.tick(1_000);
    await slow.should.be.rejected();
    const then = performance.now() + 60_000;
    mock.method(performance, 'now', () => then);
    transactions.awaitsLate.should.equal(false);
    transactions.offer(frame('slow')).should.equal('unsolicited');
  });

  it('a malformed answer fails its request at once, and late ones are still late', async () => {
    const failing = () => {
      throw new RangeError('malformed');
    };
    const asked = transactions.run('command', (exchange) => exchange(request('?'), failing, 1_000));
    await settle(5);
    transactions.offer(frame('x')).should.equal('answer');
    await asked.should.be.rejectedWith(RangeError);
  });

  it('an exchange that fails frees the link for the next', async () => {
    const thrown = transactions.run('command', () => {
      throw new RangeError('before anything was asked');
    });
    const rejected = transactions.run('command', async (exchange) => {
      await ask('a')(exchange);
      throw new RangeError('after the answer');
    });
    const next = transactions.run('command', ask('b'));
    await thrown.should.be.rejectedWith(RangeError);
    await settle(5);
    transactions.offer(frame('a'));
    await rejected.should.be.rejectedWith(RangeError);
    await settle(5);
    transactions.offer(frame('b'));
    (await next).should.equal('b');
  });

  it('a write that fails rejects its request and frees the link', async () => {
    let fails = true;
    const line = new Transactions(() => {
      if (fails) throw new TypeError('nothing to write to');
    });
    await line.run('command', ask('a')).should.be.rejectedWith(TypeError);
    fails = false;
    const next = line.run('command', ask('b'));
    await settle(5);
    line.offer(frame('b')).should.equal('answer');
    (await next).should.equal('b');
  });

  it('256 requests wait and no more', async () => {
    const running = transactions.run('poll', ask('a'));
    const waiting = Array.from({ length: 256 }, () => transactions.run('poll', ask('b')));
    await transactions.run('act', ask('c')).should.be.rejectedWith({ code: 'busy' });
    transactions.end(new Failure('meter-not-connected', 'Connection closed'));
    const results = await Promise.allSettled([running, ...waiting]);
    results.every(({ status }) => status === 'rejected').should.equal(true);
  });

  it('when the link closes, all that run or wait fail with meter-not-connected', async () => {
    const running = transactions.run('command', ask('a'));
    const waiting = transactions.run('command', ask('b'));
    await settle(5);
    transactions.end(new Failure('meter-not-connected', 'Connection closed'));
    await running.should.be.rejectedWith({ code: 'meter-not-connected' });
    await waiting.should.be.rejectedWith({ code: 'meter-not-connected' });
    await transactions.run('act', ask('c')).should.be.rejectedWith({ code: 'meter-not-connected' });
    written.should.eql(['a?']);
  });

  it('work that goes on after the link has closed can ask nothing more', async () => {
    const stubborn = transactions.run('command', async (exchange) => {
      await ask('a')(exchange).catch(() => undefined);
      return ask('b')(exchange);
    });
    await settle(5);
    transactions.end(new Failure('meter-not-connected', 'Connection closed'));
    await stubborn.should.be.rejectedWith({ code: 'meter-not-connected' });
    written.should.eql(['a?']);
  });
});
