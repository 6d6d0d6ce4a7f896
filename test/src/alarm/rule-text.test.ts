import 'should';
import fc from 'fast-check';
import {
  ALL_PRESETS,
  overridesFrom,
  RuleError,
  type RuleText,
  rulesFrom,
} from '../../../src/alarm';
import { REGISTER_CLASSES } from '../../../src/alarm/register-classes';
import { unitFactor } from '../../../src/alarm/units';
import { WorkingHours } from '../../../src/alarm/working-hours';
import { identifiersOf, TimeZone } from '../../../src/telemetry';

const RULE: RuleText = { name: 'high', condition: 'high', registers: 'X', limit: '10' };

describe('rules as people write them', () => {
  it('have a default for whatever is empty', () => {
    rulesFrom([
      { ...RULE, severity: '', latch: '', raiseAfter: '', floor: '', unit: '', clear: '' },
    ]).should.eql([
      {
        ...{ name: 'high', kind: 'high', registers: ['X'], limits: { limit: 10, clear: 10 } },
        ...{ raiseAfter: { ms: 0, count: 1 }, clearAfter: { ms: 0, count: 1 } },
        ...{ severity: 'warning', latch: false, floor: 0, unit: '' },
      },
    ]);
  });

  for (const [text, delay] of [
    ['90', { ms: 90_000, count: 1 }],
    ['1.5 s', { ms: 1_500, count: 1 }],
    ['5 min', { ms: 300_000, count: 1 }],
    ['2h', { ms: 7_200_000, count: 1 }],
    ['3x', { ms: 0, count: 3 }],
  ] as const) {
    it(`${text} is a delay`, () => {
      rulesFrom([{ ...RULE, raiseAfter: text }]).should.match([{ raiseAfter: delay }]);
    });
  }

  for (const [wrong, says] of [
    [{ name: 'over/voltage' }, /^line 1: name: "over\/voltage" is not/],
    [{ condition: 'higher' }, /^line 1: condition: "higher" is none of high, low/],
    [{ registers: '' }, /^line 1: registers: at least one is needed$/],
    [{ registers: 'phase-voltage' }, /registers: "phase-voltage" is no register and no class/],
    [{ registers: 'A/B' }, /registers: "A\/B" is no register/],
    [{ limit: '' }, /limit: "" is not a number/],
    [{ limit: '1e3' }, /limit: "1e3" is not a number/],
    [{ clear: '11' }, /clear: 11 does not clear what 10 raises: it must not be more$/],
    [
      { condition: 'low', clear: '9' },
      /clear: 9 does not clear what 10 raises: it must not be less$/,
    ],
    [{ raiseAfter: 'soon' }, /raiseAfter: "soon" is not a time like 30 s, 5 min, 2 h or 1 d$/],
    [{ severity: 'major' }, /severity: "major" is none of info, warning, critical$/],
    [{ latch: 'yes' }, /latch: "yes" is neither true nor false$/],
    [{ condition: 'silence', limit: '1 h', hours: 'noon' }, /hours: "noon" is not like mon-fri/],
    [{ condition: 'event', registers: '' }, /registers: which events raise it is missing$/],
    [{ condition: 'imbalance' }, /registers: an imbalance is between two registers or more$/],
    [{ condition: 'equal', limit: '' }, /limit: is missing$/],
  ] as const) {
    it(`${JSON.stringify(wrong)} says what is wrong`, () => {
      (() => rulesFrom([{ ...RULE, ...wrong }])).should.throw(RuleError, { message: says });
    });
  }

  it('two of one name look at different registers', () => {
    rulesFrom([RULE, { ...RULE, registers: 'Y' }]).should.have.length(2);
    (() => rulesFrom([RULE, { ...RULE, registers: 'Y, X' }])).should.throw(
      /^line 2: high has a rule for this already$/,
    );
  });

  it('any text is a rule or a RuleError', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('10', '1 h', 'X', 'true', '3x', 'info'));
    const condition = fc.constantFrom(
      'high',
      'imbalance',
      'silence',
      'equal',
      'bits',
      'event',
      'x',
    );
    const rule = fc.record({
      ...{ name: text, condition, registers: text, limit: text, clear: text, floor: text },
      ...{
        unit: text,
        raiseAfter: text,
        clearAfter: text,
        severity: text,
        latch: text,
        hours: text,
      },
    });
    fc.assert(
      fc.property(rule, (given) => {
        try {
          rulesFrom([given]).should.have.length(1);
        } catch (error) {
          (error as object).should.be.instanceof(RuleError);
        }
      }),
    );
  });

  it('presets are readable, and their classes name registers of the catalogue', () => {
    rulesFrom(ALL_PRESETS).should.have.length(ALL_PRESETS.length);
    const unknown = Object.values(REGISTER_CLASSES)
      .flat()
      .filter((key) => identifiersOf(key) === undefined);
    unknown.should.eql([]);
  });
});

describe('overrides as people write them', () => {
  const rules = rulesFrom([RULE, { name: 'door', condition: 'event', registers: 'opened' }]);

  for (const [wrong, says] of [
    [{ rule: 'low', meters: '1', limit: '5' }, /^line 1: rule: there is no rule "low"$/],
    [{ rule: 'high', meters: '', limit: '5' }, /meters: is missing$/],
    [{ rule: 'high', meters: '1', limit: 'x' }, /limit: "x" is not a number$/],
    [
      { rule: 'high', meters: '1', limit: '5', clear: '6' },
      /clear: 6 does not clear what 5 raises/,
    ],
    [{ rule: 'door', meters: '1', limit: '5' }, /of door there is nothing to set but "off"$/],
  ] as const) {
    it(`${JSON.stringify(wrong)} says what is wrong`, () => {
      (() => overridesFrom([wrong], rules)).should.throw(RuleError, { message: says });
    });
  }
});

describe('working hours', () => {
  const hour = 3_600_000;
  const utc = new TimeZone('UTC');
  /** Thursday, 1 January 2026, 00:00. */
  const thursday = Date.UTC(2026, 0, 1);

  for (const [text, days, hours] of [
    ['08:00-17:00', 1, 9],
    ['00:00-24:00', 7, 168],
    ['mon-fri 08:00-17:00', 7, 45],
    ['sat-sun 10:00-12:00', 7, 4],
    ['fri-mon 10:00-12:00', 7, 8],
    ['wed 10:00-12:00, sun 6:30-7:00', 7, 2.5],
  ] as const) {
    it(`${text} are ${hours} hours of ${days} days`, () => {
      const to = thursday + days * 24 * hour;
      new WorkingHours(text).between(thursday, to, utc).should.equal(hours * hour);
    });
  }

  it('count from within a window', () => {
    const from = thursday + 16 * hour;
    new WorkingHours('08:00-17:00').between(from, from + 20 * hour, utc).should.equal(5 * hour);
  });

  for (const text of [
    '',
    '8-17',
    '17:00-08:00',
    'mo-fr 08:00-17:00',
    '08:60-17:00',
    '00:00-24:01',
  ]) {
    it(`"${text}" are none`, () => {
      (() => new WorkingHours(text)).should.throw(/is not like mon-fri 08:00-17:00/);
    });
  }
});

describe('units of limits', () => {
  for (const [from, to, factor] of [
    ['W', 'kW', 0.001],
    ['kV', 'V', 1_000],
    ['mA', 'A', 0.001],
    ['EUR', 'EUR', 1],
    ['W', 'var', undefined],
    ['EUR', 'kWh', undefined],
    ['min', 'm', undefined],
  ] as const) {
    it(`${from} to ${to}: ${factor ?? 'nothing'}`, () => {
      (unitFactor(from, to) === factor).should.equal(true);
    });
  }
});
