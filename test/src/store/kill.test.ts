import { tidyUp } from './folder';
import { expectPromisesKept } from './kills';

describe('a gateway killed 20 times at random moments', () => {
  afterEach(tidyUp);

  it('always opens again, knows every act it had noted, and never repeats a number', () =>
    expectPromisesKept(20)).timeout(60_000);
});
