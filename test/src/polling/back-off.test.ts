import 'should';
import { isProbed, pollsLeftOut } from '../../../src/polling/back-off';

const MINUTE = 60_000;

describe('the back-off', () => {
  const leftOut = (interval: number) =>
    [0, 1, 2, 3, 4, 5, 50, 5_000].map((silentPolls) => pollsLeftOut(silentPolls, interval));

  it('forgives one silence, then doubles the time to the next poll, up to eight intervals', () => {
    leftOut(MINUTE).should.eql([0, 0, 1, 3, 7, 7, 7, 7]);
  });

  it('ends at a quarter of an hour', () => {
    leftOut(5 * MINUTE).should.eql([0, 0, 1, 2, 2, 2, 2, 2]);
  });

  it('leaves nothing out of what comes so rarely already', () => {
    leftOut(15 * MINUTE).should.eql([0, 0, 0, 0, 0, 0, 0, 0]);
    leftOut(24 * 60 * MINUTE).should.eql([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('probes after three silent polls', () => {
    [0, 1, 2, 3, 4].map(isProbed).should.eql([false, false, false, true, true]);
  });
});
