import 'should';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundedLog } from '../../../src/net/bounded-log';

describe('a bounded log', () => {
  it('lets through so many lines an interval, and tells of the others in the next', async () => {
    const lines: string[] = [];
    const log = boundedLog((line) => lines.push(line), 2, 100);
    for (const line of ['a', 'b', 'c', 'd']) log(line);
    await sleep(110);
    log('e');
    lines.should.deepEqual(['a', 'b', '2 more lines like these were left out', 'e']);
  });
});
