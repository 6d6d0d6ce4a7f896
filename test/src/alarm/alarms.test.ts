import should from 'should';
import type { RuleText } from '../../../src/alarm';
import { TimeZone } from '../../../src/telemetry';
import { AlarmWatch, changesIn } from './watch';

const METER = '000000001234';
const HIGH: RuleText = { name: 'high', condition: 'high', registers: 'X', limit: '10', clear: '8' };

function watchOf(rule: Partial<RuleText>): AlarmWatch {
  return new AlarmWatch({ rules: [{ ...HIGH, ...rule }] });
}

describe('alarms', () => {
  describe('delays', () => {
    it('by time: raises when the value has been beyond for so long, with or without another reading', () => {
      const watch = watchOf({ raiseAfter: '30 s' });
      watch.read('X', 11).should.eql([]);
      watch.pass(29).should.eql([]);
      watch.pass(1).should.eql(['raised high X']);
    });

    it('by time: a value that is back begins anew', () => {
      const watch = watchOf({ raiseAfter: '30 s' });
      watch.read('X', 11);
      watch.pass(20);
      watch.read('X', 7);
      watch.pass(20).should.eql([]);
      watch.read('X', 11);
      watch.pass(20).should.eql([]);
    });

    it('by count: so many evaluations in a row', () => {
      const watch = watchOf({ raiseAfter: '3x', clearAfter: '2x' });
      [11, 12, 7, 11, 12].flatMap((value) => watch.read('X', value)).should.eql([]);
      watch.read('X', 13).should.eql(['raised high X']);
      [7, 11, 7].flatMap((value) => watch.read('X', value)).should.eql([]);
      watch.read('X', 7).should.eql(['cleared high X']);
    });

    it('of the clock that nobody sets: a wall clock that jumps changes nothing', () => {
      const watch = watchOf({ raiseAfter: '30 s' });
      watch.read('X', 11);
      watch.ts += 86_400_000;
      watch.pass(1).should.eql([]);
    });
  });

  describe('conditions', () => {
    it('between limit and clear, nothing changes', () => {
      const watch = watchOf({});
      watch.read('X', 9).should.eql([]);
      watch.read('X', 11).should.eql(['raised high X']);
      watch.read('X', 9).should.eql([]);
      watch.read('X', 8).should.eql(['cleared high X']);
    });

    it('reverse: power that flows against its direction', () => {
      const watch = watchOf({ condition: 'reverse', limit: '50', clear: '0' });
      watch.read('X', 5_000).should.eql([]);
      watch.read('X', -51).should.eql(['raised high X']);
      watch.read('X', 1).should.eql(['cleared high X']);
    });

    it('rate: by how much it changes a minute, up or down', () => {
      const watch = watchOf({ condition: 'rate', limit: '10', clear: '10' });
      watch.read('X', 100).should.eql([]);
      watch.pass(120);
      watch.read('X', 120).should.eql([]);
      watch.pass(60);
      const [evaluation] = watch.evaluate({ meterId: METER, register: 'X', value: 109 });
      should(evaluation).match({ value: 11, limit: 10, change: 'raised' });
    });

    it('equal: numbers as numbers, text as text', () => {
      const relay = watchOf({ condition: 'equal', limit: 'open' });
      relay.read('X', 'close').should.eql([]);
      relay.read('X', 'open').should.eql(['raised high X']);
      const number = watchOf({ condition: 'equal', limit: '16' });
      number.read('X', '16.0').should.eql(['raised high X']);
      number.read('X', 17).should.eql(['cleared high X']);
    });

    it('bits: by number, or by the name that readings give them', () => {
      const watch = watchOf({ condition: 'bits', limit: '4, power protected' });
      watch.read('X', 8, { bits: ['programming permitted'] }).should.eql([]);
      watch.read('X', 16).should.eql(['raised high X']);
      watch.read('X', 4096, { bits: ['power protected'] }).should.eql([]);
      watch.read('X', 0).should.eql(['cleared high X']);
    });

    it('imbalance: phases of different cycles are never compared', () => {
      const watch = watchOf({
        condition: 'imbalance',
        registers: 'X, Y',
        limit: '10',
        clear: '10',
      });
      watch.read('X', 10);
      watch.read('X', 90).should.eql([]);
      watch.read('Y', 90).should.eql([]);
    });

    it('increase: what rose while nobody looked counts, too', () => {
      const rules = [{ name: 'opened', condition: 'increase', registers: 'X' }];
      const { memory, ...before } = new AlarmWatch({ rules });
      before.alarms.active.should.equal(0);
      const first = new AlarmWatch({ rules, memory });
      first.read('X', 3).should.eql([]);
      new AlarmWatch({ rules, memory }).read('X', 4).should.eql(['raised opened X']);
    });

    it('units: limits hold for readings in other units of the same quantity, and for no others', () => {
      const watch = watchOf({ unit: 'kW' });
      watch.read('X', 9_000, { unit: 'W' }).should.eql([]);
      watch.read('X', 11_000, { unit: 'W' }).should.eql(['raised high X']);
      watch.read('X', 1, { unit: 'var' }).should.eql([]);
    });

    it('a decimal that is text, because it has too many digits, is a number', () => {
      watchOf({}).read('X', '12345678901234567.89').should.eql(['raised high X']);
    });

    it('a register without a name is known by its identifier', () => {
      const watch = watchOf({ registers: '1-0:99.9.9.255' });
      watch.read('OWN', 11, { dataId: '1-0:99.9.9.255' }).should.eql(['raised high OWN']);
    });
  });

  describe('quality', () => {
    for (const quality of ['absent', 'invalid', 'suspect']) {
      it(`${quality} neither raises nor clears`, () => {
        const watch = watchOf({});
        watch.read('X', 11, { quality }).should.eql([]);
        watch.read('X', 11);
        watch.read('X', 0, { quality }).should.eql([]);
        watch.alarms.active.should.equal(1);
      });
    }

    for (const quality of ['assumed-scale', 'estimated', 'clock-ambiguous']) {
      it(`${quality} raises like any other`, () => {
        watchOf({}).read('X', 11, { quality }).should.eql(['raised high X']);
      });
    }

    it('null is no value; what was put aside and comes late is history', () => {
      const watch = watchOf({});
      watch.read('X', null).should.eql([]);
      watch.read('X', 11, { replayed: true }).should.eql([]);
    });

    it('a suspect value shows that the meter is there', () => {
      const watch = new AlarmWatch({
        rules: [{ name: 'quiet', condition: 'silence', limit: '60 s' }],
      });
      watch.read('X', 1);
      watch.pass(50);
      watch.read('X', 1, { quality: 'suspect' });
      watch.pass(50).should.eql([]);
      watch.read('X', null, { quality: 'absent' });
      watch.pass(10).should.eql(['raised quiet']);
    });
  });

  describe('payloads', () => {
    it('a reading, an array of them and a set are all taken', () => {
      const watch = watchOf({ registers: 'X, Y, Z' });
      const reading = (register: string) => ({ meterId: METER, register, value: 11 });
      watch.take(reading('X')).should.eql(['raised high X']);
      watch.take([reading('Y'), reading('X')]).should.eql(['raised high Y']);
      const values = { X: { value: 1, unit: '' }, Z: { value: 12, unit: '' } };
      watch
        .take({ meterId: METER, values, isBatch: true })
        .should.eql(['cleared high X', 'raised high Z']);
    });

    for (const payload of [
      undefined,
      null,
      5,
      'text',
      {},
      { meterId: '../x', register: 'X' },
      [5],
    ]) {
      it(`${JSON.stringify(payload)} is refused`, () => {
        (() => watchOf({}).take(payload)).should.throw(RangeError);
      });
    }
  });

  describe('silence', () => {
    const quiet: RuleText = { name: 'quiet', condition: 'silence', limit: '2 h' };

    it('of a register is told apart from silence of others', () => {
      const watch = new AlarmWatch({ rules: [{ ...quiet, registers: 'X' }] });
      watch.read('X', 1);
      watch.pass(7_000);
      watch.read('Y', 1);
      watch.pass(200).should.eql(['raised quiet X']);
    });

    it('counts only in working hours, those of the meter’s zone', () => {
      // Friday, 16:00 in Shanghai.
      const friday = Date.UTC(2026, 0, 9, 8);
      const timezone = new TimeZone('Asia/Shanghai');
      const rules = [{ ...quiet, hours: 'mon-fri 08:00-17:00' }];
      const watch = new AlarmWatch({ rules, timezoneOf: () => timezone }, friday);
      watch.read('X', 1);
      watch.pass(3 * 3_600).should.eql([]);
      // Monday, 08:59.
      watch.pass(62 * 3_600 - 60).should.eql([]);
      watch.pass(60).should.eql(['raised quiet']);
    });

    it('the time in which the gateway was down is nobody’s', () => {
      const rules = [quiet];
      const { memory, ts } = (() => {
        const watch = new AlarmWatch({ rules });
        watch.read('X', 1);
        watch.pass(3_600);
        watch.take({ meterId: '1', register: 'X', value: 1 });
        return watch;
      })();
      const later = new AlarmWatch({ rules, memory }, ts + 86_400_000);
      later.pass(3_599).should.eql([]);
      later.pass(1).should.eql(['raised quiet']);
    });
  });

  describe('events', () => {
    const door: RuleText = {
      name: 'door',
      condition: 'event',
      registers: 'opened',
      clear: 'closed',
    };

    it('raise and clear, after a delay if there is one', () => {
      const watch = new AlarmWatch({ rules: [{ ...door, raiseAfter: '1 min' }] });
      watch.happen('opened');
      watch.pass(59).should.eql([]);
      watch.pass(1).should.eql(['raised door']);
      watch.happen('closed').should.eql(['cleared door']);
    });

    it('that nothing clears are told each time, and leave nothing behind', () => {
      const watch = new AlarmWatch({ rules: [{ ...door, clear: '' }] });
      watch.happen('opened').should.eql(['raised door']);
      watch.happen('opened').should.eql(['raised door']);
      watch.alarms.active.should.equal(0);
    });

    it('that nothing clears stay until they are acknowledged, if latched', () => {
      const watch = new AlarmWatch({ rules: [{ ...door, clear: '', latch: 'true' }] });
      watch.happen('opened').should.eql(['raised door']);
      watch.happen('opened').should.eql([]);
      const { evaluations } = watch.alarms.acknowledge({}, watch.now);
      changesIn(evaluations).should.eql(['cleared door']);
    });

    it('rules that look at each other end somewhere', () => {
      const echo = (name: string, of: string) => ({
        ...door,
        name,
        registers: `alarm:${of}`,
        clear: '',
      });
      const rules = [{ ...door, clear: '' }, echo('one', 'door'), echo('one-more', 'one')];
      const watch = new AlarmWatch({ rules });
      watch.happen('opened').should.eql(['raised door', 'raised one']);
    });
  });

  describe('overrides', () => {
    const overrides = [
      { rule: 'high', meters: METER, limit: '20' },
      { rule: 'high', meters: 'group:roof', limit: '30', clear: '25' },
      { rule: 'high', meters: '77', limit: 'off' },
    ];

    it('of a meter come before those of its group, and those before the rule', () => {
      const watch = new AlarmWatch({
        rules: [HIGH],
        overrides,
        groupOf: (id) => (id === '2' ? undefined : 'roof'),
      });
      const reading = (meterId: string, value: number) => ({ meterId, register: 'X', value });
      watch.take(reading(METER, 20)).should.eql([]);
      watch.take(reading(METER, 21)).should.eql(['raised high X']);
      watch.take(reading('1', 21)).should.eql([]);
      watch.take(reading('1', 31)).should.eql(['raised high X']);
      watch.take(reading('2', 11)).should.eql(['raised high X']);
      watch.take(reading('77', 99)).should.eql([]);
    });

    it('keep the distance between limit and clear', () => {
      const watch = new AlarmWatch({ rules: [HIGH], overrides });
      watch.read('X', 21);
      watch.read('X', 19).should.eql([]);
      watch.read('X', 18).should.eql(['cleared high X']);
    });
  });

  describe('requests', () => {
    it('acknowledge marks what is active, and does not clear it', () => {
      const watch = watchOf({});
      watch.read('X', 11);
      watch.alarms
        .acknowledge({ meterId: METER }, watch.now)
        .should.eql({ count: 1, evaluations: [] });
      const [evaluation] = watch.evaluate({ meterId: METER, register: 'X', value: 12 });
      should(evaluation).match({ active: true, acknowledged: true });
    });

    it('acknowledge clears a latched alarm when its cause is gone, before or after', () => {
      const gone = watchOf({ latch: 'true' });
      gone.read('X', 11);
      gone.read('X', 1).should.eql([]);
      changesIn(gone.alarms.acknowledge({}, gone.now).evaluations).should.eql(['cleared high X']);
      const there = watchOf({ latch: 'true' });
      there.read('X', 11);
      there.alarms.acknowledge({}, there.now);
      there.read('X', 1).should.eql(['cleared high X']);
    });

    it('shelve raises nothing until then, and what is still there then', () => {
      const watch = watchOf({});
      watch.alarms.shelve({ rule: 'high' }, watch.ts + 60_000).should.equal(true);
      watch.read('X', 11).should.eql([]);
      watch.pass(59).should.eql([]);
      watch.pass(1).should.eql(['raised high X']);
    });

    it('shelve does not keep an alarm from being cleared', () => {
      const watch = watchOf({});
      watch.read('X', 11);
      watch.alarms.shelve({ meterId: METER }, watch.ts + 60_000);
      watch.read('X', 1).should.eql(['cleared high X']);
      watch.read('X', 11).should.eql([]);
    });

    it('shelve is told with an alarm that stands, until it is over', () => {
      const watch = watchOf({});
      watch.read('X', 11);
      const until = watch.ts + 60_000;
      watch.alarms.shelve({ rule: 'high', meterId: METER, register: 'X' }, until);
      watch.alarms.standing(watch.now).should.match([{ register: 'X', shelvedUntil: until }]);
      watch.pass(60);
      watch.alarms.standing(watch.now)[0]?.should.not.have.property('shelvedUntil');
    });

    it('reset ends an alarm, and its cause raises it again', () => {
      const watch = watchOf({ latch: 'true' });
      watch.read('X', 11);
      const { count, evaluations } = watch.alarms.reset({ register: 'X' });
      count.should.equal(1);
      changesIn(evaluations).should.eql(['cleared high X']);
      watch.alarms.active.should.equal(0);
      watch.read('X', 11).should.eql(['raised high X']);
    });

    it('limits of a meter come before those of all, and go when they are taken back', () => {
      const watch = watchOf({});
      watch.alarms.setLimits('high', undefined, { limit: 100 });
      watch.alarms.setLimits('high', METER, { limit: 50, clear: 40 });
      watch.read('X', 50).should.eql([]);
      watch.take({ meterId: '1', register: 'X', value: 100 }).should.eql([]);
      watch.alarms.setLimits('high', METER);
      watch.alarms.setLimits('high');
      watch.read('X', 11).should.eql(['raised high X']);
    });

    it('limits that contradict each other, or that the rule does not have, are refused', () => {
      const { alarms } = watchOf({});
      (() => alarms.setLimits('high', METER, { limit: 5, clear: 6 })).should.throw(
        /does not clear/,
      );
      (() => alarms.setLimits('none', METER, { limit: 5 })).should.throw(/has no limits/);
    });
  });

  describe('a restart', () => {
    it('neither raises again nor forgets', () => {
      const rules = [{ ...HIGH, registers: 'X, Y' }];
      const before = new AlarmWatch({ rules });
      before.read('X', 11).should.eql(['raised high X']);
      const since = before.ts;
      const after = new AlarmWatch({ rules, memory: before.memory }, since + 3_600_000);
      after.alarms.active.should.equal(1);
      after.read('X', 12).should.eql([]);
      const [cleared] = after.evaluate({ meterId: METER, register: 'X', value: 1 });
      should(cleared).match({ change: 'cleared', since, active: false });
      new AlarmWatch({ rules, memory: before.memory }).alarms.active.should.equal(0);
    });

    it('keeps acknowledgements, shelves and limits that were set', () => {
      const rules = [{ ...HIGH, registers: 'X, Y, Z', latch: 'true' }];
      const before = new AlarmWatch({ rules });
      before.read('X', 11);
      before.alarms.acknowledge({}, before.now);
      before.alarms.shelve({ register: 'Y' }, before.ts + 60_000);
      before.alarms.setLimits('high', '77', { limit: 100 });
      const after = new AlarmWatch({ rules, memory: before.memory });
      after.read('X', 1).should.eql(['cleared high X']);
      after.read('Y', 11).should.eql([]);
      after.take({ meterId: '77', register: 'Z', value: 99 }).should.eql([]);
    });

    it('clears what no rule looks after any more', () => {
      const { memory } = (() => {
        const watch = watchOf({});
        watch.read('X', 11);
        return watch;
      })();
      const rules = [{ ...HIGH, name: 'other' }];
      const after = new AlarmWatch({ rules, memory });
      after.pass(1).should.eql(['cleared high X']);
      after.alarms.active.should.equal(0);
      new AlarmWatch({ rules, memory }).pass(1).should.eql([]);
    });

    it('is not stopped by rows that are no longer readable', () => {
      const { memory } = watchOf({});
      for (const kind of ['alarm', 'last', 'heard', 'shelf', 'limits']) {
        memory.put(`${kind}|high|1|X`, 'nonsense');
        memory.put(`${kind}|`, null);
      }
      new AlarmWatch({ rules: [HIGH], memory }).read('X', 11).should.eql(['raised high X']);
    });
  });
});
