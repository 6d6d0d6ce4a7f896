import type { EventSeverity } from '../telemetry/event-severity';
import { checkLimits, limitsFrom } from './limits';
import { registersIn } from './register-classes';
import {
  type AlarmRule,
  CONDITIONS,
  type Delay,
  type LevelRule,
  type Override,
  type SilenceRule,
} from './rule';
import { WorkingHours } from './working-hours';

/** A rule as people write it, each property as text; absent and empty mean the default. */
export interface RuleText {
  readonly name: string;
  /** One of CONDITIONS. */
  readonly condition: string;
  /** Keys, identifiers and classes of registers; for `event` the names of events that raise. */
  readonly registers?: string;
  /** What raises: a number, for `silence` a time, for `equal` a value, for `bits` numbers or names of bits. */
  readonly limit?: string;
  /** What clears; for `event` the names of events. */
  readonly clear?: string;
  readonly floor?: string;
  readonly unit?: string;
  /** `30 s`, `5 min`, `2 h`, or `3x` for so many evaluations. */
  readonly raiseAfter?: string;
  readonly clearAfter?: string;
  readonly severity?: string;
  /** `true` or `false`. */
  readonly latch?: string;
  /** As `mon-fri 08:00-17:00`. */
  readonly hours?: string;
}

/** Other limits as people write them. */
export interface OverrideText {
  readonly rule: string;
  /** The id of a meter, or `group:` and its name. */
  readonly meters: string;
  /** As in the rule; `off`: the rule does not hold there. */
  readonly limit: string;
  readonly clear?: string;
}

/** Text that no rule can be made of; `field` says where. */
export class RuleError extends RangeError {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
  }
}

const SEVERITIES: readonly EventSeverity[] = ['info', 'warning', 'critical'];
/** What can stand in the name of an event, and in a key of the store. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, min: 60, h: 3_600, d: 86_400 };
const AT_ONCE: Delay = { ms: 0, count: 1 };

/**
 * The rules that texts describe.
 * @throws RuleError, whose message begins with the line.
 */
export function rulesFrom(texts: readonly RuleText[]): readonly AlarmRule[] {
  const rules = texts.map((text, index) => inLine(index, () => ruleFrom(text)));
  rules.forEach((rule, index) => {
    const twin = rules.slice(0, index).find((other) => isSameAlarm(rule, other));
    if (twin) {
      throw new RuleError(`line ${index + 1}`, `${rule.name} has a rule for this already`);
    }
  });
  return rules;
}

/** @throws RuleError */
export function ruleFrom(text: RuleText): AlarmRule {
  const { name, condition } = text;
  if (!NAME.test(name))
    throw new RuleError('name', `"${name}" is not 1 to 64 letters, digits, _ or -`);
  const kind = CONDITIONS.find((candidate) => candidate === condition);
  if (!kind) throw new RuleError('condition', `"${condition}" is none of ${CONDITIONS.join(', ')}`);
  const basics = {
    name,
    severity: severityIn(text.severity || 'warning'),
    raiseAfter: delayIn('raiseAfter', text.raiseAfter),
    clearAfter: delayIn('clearAfter', text.clearAfter),
    latch: latchIn(text.latch || 'false'),
  };
  if (kind === 'event') {
    const raisedBy = wordsIn(text.registers);
    if (raisedBy.length === 0) throw new RuleError('registers', 'which events raise it is missing');
    return { ...basics, kind, raisedBy, clearedBy: wordsIn(text.clear) };
  }
  const registers = inField('registers', () => registersIn(text.registers ?? ''));
  if (kind === 'silence') return silenceFrom(text, { ...basics, kind, registers });
  if (registers.length === 0) throw new RuleError('registers', 'at least one is needed');
  switch (kind) {
    case 'increase':
      return { ...basics, kind, registers };
    case 'equal':
      return { ...basics, kind, registers, expected: needed('limit', text.limit) };
    case 'bits':
      return { ...basics, kind, registers, bits: listIn(text.limit) };
    default:
      return levelFrom(text, { ...basics, kind, registers });
  }
}

/** @throws RuleError, whose message begins with the line. */
export function overridesFrom(
  texts: readonly OverrideText[],
  rules: readonly AlarmRule[],
): readonly Override[] {
  return texts.map((text, index) => inLine(index, () => overrideFrom(text, rules)));
}

function overrideFrom(text: OverrideText, rules: readonly AlarmRule[]): Override {
  const rule = rules.find(({ name }) => name === text.rule);
  if (!rule) throw new RuleError('rule', `there is no rule "${text.rule}"`);
  const [, group] = /^group:\s*(.+)$/.exec(text.meters) ?? [];
  const whose = group ? { group } : { meterId: needed('meters', text.meters) };
  if (text.limit === 'off') return { rule: rule.name, ...whose, limits: 'off' };
  if (!('limits' in rule))
    throw new RuleError('limit', `of ${rule.name} there is nothing to set but "off"`);
  const read = rule.kind === 'silence' ? secondsIn : numberIn;
  const limit = read('limit', text.limit);
  const clear = text.clear ? read('clear', text.clear) : undefined;
  const limits = inField('clear', () => limitsFrom(rule, { limit, clear }));
  return { rule: rule.name, ...whose, limits };
}

function silenceFrom(text: RuleText, rule: Omit<SilenceRule, 'limits' | 'hours'>): SilenceRule {
  const limit = secondsIn('limit', text.limit);
  const { hours } = text;
  return {
    ...rule,
    limits: { limit, clear: limit },
    ...(hours && { hours: inField('hours', () => new WorkingHours(hours)) }),
  };
}

function levelFrom(text: RuleText, rule: Omit<LevelRule, 'limits' | 'floor' | 'unit'>): LevelRule {
  const limit = numberIn('limit', text.limit);
  const limits = { limit, clear: text.clear ? numberIn('clear', text.clear) : limit };
  inField('clear', () => checkLimits(rule.kind, limits));
  if (rule.kind === 'imbalance' && rule.registers.length < 2) {
    throw new RuleError('registers', 'an imbalance is between two registers or more');
  }
  const floor = text.floor ? numberIn('floor', text.floor) : 0;
  return { ...rule, limits, floor, unit: text.unit ?? '' };
}

/** Two rules may have one name where they look at different things: a tamper has many causes. */
function isSameAlarm(one: AlarmRule, other: AlarmRule): boolean {
  if (one.name !== other.name) return false;
  const registers = 'registers' in one ? one.registers : [];
  const others = 'registers' in other ? other.registers : [];
  const isOfMeter = registers.length === 0 && others.length === 0;
  return isOfMeter || registers.some((register) => others.includes(register));
}

function delayIn(field: string, text: string | undefined): Delay {
  if (!text) return AT_ONCE;
  const [, count] = /^(\d{1,4})\s*x$/.exec(text) ?? [];
  if (count) return { ms: 0, count: Math.max(1, Number(count)) };
  return { ms: secondsIn(field, text) * 1_000, count: 1 };
}

function secondsIn(field: string, text: string | undefined): number {
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d+)?)\s*(s|min|h|d)?$/.exec(text ?? '') ?? [];
  if (!digits)
    throw new RuleError(field, `"${text ?? ''}" is not a time like 30 s, 5 min, 2 h or 1 d`);
  return Number(digits) * (SECONDS[unit] ?? 1);
}

function numberIn(field: string, text: string | undefined): number {
  if (!/^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text ?? '')) {
    throw new RuleError(field, `"${text ?? ''}" is not a number`);
  }
  return Number(text);
}

function severityIn(text: string): EventSeverity {
  const severity = SEVERITIES.find((candidate) => candidate === text);
  if (!severity) throw new RuleError('severity', `"${text}" is none of ${SEVERITIES.join(', ')}`);
  return severity;
}

function latchIn(text: string): boolean {
  if (text !== 'true' && text !== 'false') {
    throw new RuleError('latch', `"${text}" is neither true nor false`);
  }
  return text === 'true';
}

function needed(field: string, text: string | undefined): string {
  if (!text) throw new RuleError(field, 'is missing');
  return text;
}

function wordsIn(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Names of bits have spaces. */
function listIn(text = ''): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function inField<Result>(field: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new RuleError(field, (error as Error).message);
  }
}

function inLine<Result>(index: number, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new RuleError(`line ${index + 1}`, (error as Error).message);
  }
}
