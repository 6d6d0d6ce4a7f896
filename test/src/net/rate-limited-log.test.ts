import 'should';
import { setTimeout as delay } from 'node:timers/promises';
import { quoted, rateLimitedLog } from '../../../src/net/rate-limited-log';

describe('the log', () => {
  it('takes one line of a kind per interval and counts what it held back', async () => {
    const lines: string[] = [];
    const say = rateLimitedLog((line) => lines.push(line), 50);
    say('a', 'first');
    say('a', 'second');
    say('b', 'other');
    say('a', 'third');
    await delay(60);
    say('a', 'fourth');
    lines.should.deepEqual(['first', 'other', 'fourth (and 2 like it before)']);
  });

  it('quotes text from outside free of control characters, and cuts it', () => {
    quoted('a"b\n\x1b[31m\x7f\u202e\u0085').should.equal(
      '"a\\"b\\n\\u001b[31m\\u007f\\u202e\\u0085"',
    );
    quoted('x'.repeat(101)).should.equal(`"${'x'.repeat(100)}…"`);
  });
});
