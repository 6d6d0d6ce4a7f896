import 'should';
import { tidyUp } from '../store/folder';
import { expectFreshCounters } from './fresh-counters';

const KILLS = 5;

describe('a gateway killed 5 times amid ciphered conversations', () => {
  afterEach(tidyUp);

  it('uses no invocation counter twice', async () => {
    (await expectFreshCounters(KILLS)).should.be.above(KILLS);
  }).timeout(60_000);
});
