import should from 'should';
import { inTurns } from '../../../src/gateway/in-turns';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is done in turns', () => {
  let done: string[];
  const note = (one: string): void => {
    done.push(one);
  };

  beforeEach(() => {
    done = [];
  });

  it('is done in order, some in each turn of the event loop, the first at once', async () => {
    inTurns(['a', 'b', 'c', 'd', 'e'], note, 2);
    should(done).eql(['a', 'b']);
    await turn();
    should(done).eql(['a', 'b', 'c', 'd']);
    await turn();
    should(done).eql(['a', 'b', 'c', 'd', 'e']);
  });

  it('finds each as it is when its turn comes', async () => {
    const states = new Map([
      ['a', 'online'],
      ['b', 'online'],
      ['c', 'online'],
    ]);
    inTurns(states.keys(), (meter) => note(`${meter} ${states.get(meter)}`), 1);
    states.set('b', 'offline').set('d', 'online').delete('c');
    for (const _ of [1, 2, 3]) await turn();
    should(done).eql(['a online', 'b offline', 'd online']);
  });

  it('ends early where that is asked', async () => {
    const end = inTurns(['a', 'b', 'c'], note, 1);
    await turn();
    end();
    await turn();
    should(done).eql(['a', 'b']);
  });
});
