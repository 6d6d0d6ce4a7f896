import 'should';
import { Statistics } from '../../../src/gateway/statistics';

describe('the statistics of a gateway', () => {
  it('add up what parts of one name count, also in further levels', () => {
    const statistics = new Statistics();
    statistics.add('polling', () => ({ dlms: { cycles: 2, meters: 1 } }));
    statistics.add('polling', () => ({ dlms: { cycles: 3 }, dlt645: { cycles: 7 } }));
    statistics.collect().should.deepEqual({
      polling: { dlms: { cycles: 5, meters: 1 }, dlt645: { cycles: 7 } },
    });
  });

  it('take the longer of two durations', () => {
    const statistics = new Statistics();
    statistics.add('polling', () => ({ duration: { p50: 10, p95: 90 } }));
    statistics.add('polling', () => ({ duration: { p50: 20, p95: 30 } }));
    statistics.add('polling', () => ({ duration: undefined }));
    statistics.collect().should.deepEqual({ polling: { duration: { p50: 20, p95: 90 } } });
  });

  it('forget a part that has gone, and its name with the last', () => {
    const statistics = new Statistics();
    const withdraw = statistics.add('broker', () => ({ clients: 1 }));
    withdraw();
    statistics.collect().should.deepEqual({});
  });
});
