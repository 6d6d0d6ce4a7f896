import 'should';
import { Gate } from '../../../src/gate/gate';

describe('a gate', () => {
  let gate: Gate;
  let done: number[];

  beforeEach(() => {
    gate = new Gate();
    done = [];
  });

  const pass = (...numbers: number[]): void => {
    for (const number of numbers) gate.pass(() => done.push(number));
  };

  it('lets actions through at once', () => {
    pass(1, 2);
    done.should.eql([1, 2]);
  });

  it('that is held lets them wait, and in order through when it is released', () => {
    gate.hold();
    pass(1, 2);
    gate.hold();
    pass(3);
    done.should.eql([]);
    gate.release();
    pass(4);
    done.should.eql([1, 2, 3, 4]);
  });

  it('gives up the oldest of more than 100,000 that wait', () => {
    gate.hold();
    for (let number = 0; number < 100_002; number++) pass(number);
    gate.release();
    done.length.should.equal(100_000);
    done.slice(0, 1).should.eql([2]);
  });
});
