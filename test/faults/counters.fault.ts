import { expectFreshCounters } from '../src/gateway/fresh-counters';
import { tidyUp } from '../src/store/folder';
import { shouldBeAtLeast } from './report';

const KILLS = 100;

describe('a gateway that is killed amid ciphered conversations', () => {
  afterEach(tidyUp);

  it('uses no invocation counter twice', async () => {
    const used = await expectFreshCounters(KILLS);
    const test = `invocation counters over ${KILLS} kills, none twice`;
    shouldBeAtLeast({ test, figure: used, limit: 10 * KILLS });
  }).timeout(600_000);
});
