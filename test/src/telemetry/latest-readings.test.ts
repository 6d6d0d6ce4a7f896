import 'should';
import { LatestReadings, type Reading } from '../../../src/telemetry';

function reading(meterId: string, register: string, value = 1): Reading {
  return {
    ts: 0,
    meterId,
    dataId: '0x0',
    register,
    value,
    unit: '',
    source: 'dlt645',
    via: 'poll',
  };
}

describe('the latest readings', () => {
  it('are one a register, the last one', () => {
    const latest = new LatestReadings();
    for (const value of [1, 2]) latest.note(reading('a', 'VOLTAGE_A', value));
    latest.note(reading('a', 'VOLTAGE_B', 3));
    [...latest.of('a').values()].map(({ value }) => value).should.deepEqual([2, 3]);
    latest.size.should.equal(2);
    latest.of('b').size.should.equal(0);
  });

  it('of the meter that was not read for longest give way where there are too many', () => {
    const latest = new LatestReadings(3);
    for (const id of ['a', 'b', 'c', 'a', 'd']) latest.note(reading(id, 'VOLTAGE_A'));
    ['a', 'b', 'c', 'd'].filter((id) => latest.of(id).size > 0).should.deepEqual(['a', 'c', 'd']);
    latest.size.should.equal(3);
  });
});
