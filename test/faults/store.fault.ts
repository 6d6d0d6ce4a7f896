import { tidyUp } from '../src/store/folder';
import { expectPromisesKept } from '../src/store/kills';
import { shouldBeAtLeast } from './report';

const KILLS = 100;

describe('the store of a gateway that is killed', () => {
  afterEach(tidyUp);

  it('always opens again, knows every act it had noted, and never repeats a number', async () => {
    await expectPromisesKept(KILLS);
    const test = 'R18 kills at random moments with every promise kept';
    shouldBeAtLeast({ test, figure: KILLS, limit: KILLS });
  });
});
