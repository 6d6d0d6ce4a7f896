import should from 'should';
import { Durations } from '../../../src/polling/durations';

describe('durations', () => {
  it('have no percentiles before the first', () => {
    should(new Durations(10).percentiles()).equal(undefined);
  });

  it('half are at most the median, all but one in twenty at most the 95th percentile', () => {
    const durations = new Durations(1_000);
    for (let count = 100; count > 0; count--) durations.add(count);
    should(durations.percentiles()).eql({ p50: 50, p95: 95 });
  });

  it('only the last ones count', () => {
    const durations = new Durations(3);
    for (const duration of [900, 800, 7, 8, 9]) durations.add(duration);
    should(durations.percentiles()).eql({ p50: 8, p95: 9 });
  });
});
