import 'should';
import { judge, MeterList, type MeterPolicy } from '../../../src/meters';

const list = new MeterList([
  { id: 'listed', via: 'modem', trusted: true, protected: false },
  { id: 'doubtful', via: 'modem', trusted: false, protected: false },
]);

const REJECTED = { admitted: false, trusted: false, quarantined: false };
const QUARANTINED = { admitted: true, trusted: false, quarantined: true };
const TRUSTED = { admitted: true, trusted: true, quarantined: false };

describe('the meter policy', () => {
  const rules: readonly (readonly [MeterPolicy, string, object])[] = [
    ['auto', 'stranger', TRUSTED],
    ['list', 'stranger', QUARANTINED],
    ['reject', 'stranger', REJECTED],
    ['auto', 'listed', TRUSTED],
    ['list', 'listed', TRUSTED],
    ['reject', 'listed', TRUSTED],
    ['auto', 'doubtful', QUARANTINED],
    ['list', 'doubtful', QUARANTINED],
    ['reject', 'doubtful', QUARANTINED],
    ['reject', 'modem', QUARANTINED],
    ['auto', 'a/+/#', REJECTED],
    ['list', 'x'.repeat(33), REJECTED],
    ['auto', '', REJECTED],
    ['auto', '__proto__', TRUSTED],
  ];
  for (const [policy, id, judgement] of rules) {
    const words = JSON.stringify(judgement);
    it(`${policy}: ${JSON.stringify(id)} is ${words}`, () => {
      judge(id, list, policy).should.eql(judgement);
    });
  }
});

describe('a meter list', () => {
  it('finds meters by id, and those behind a modem in their order', () => {
    list.size.should.equal(2);
    [...list.all()].map(({ id }) => id).should.eql(['listed', 'doubtful']);
    list.behind('modem').should.eql([...list.all()]);
    list.behind('other').should.eql([]);
    (list.find('stranger') === undefined).should.equal(true);
  });
});
