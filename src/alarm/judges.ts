import { Recent } from '../recent/recent';
import type { Judgement, Now, Verdict } from './alarm';
import type { AlarmMemory } from './memory';
import type { AlarmReading } from './observation';
import type { AlarmRule, BitsRule, EqualRule, IncreaseRule, LevelRule, Limits } from './rule';
import { unitFactor } from './units';

/** What a rule makes of a reading; undefined where it has nothing to say. */
export type Judge = (reading: AlarmReading, limits: Limits, now: Now) => Judgement | undefined;

/** Meters and registers of which a rule remembers the last value. */
const MAX_REMEMBERED = 100_000;
/** ms; a rate between readings that are closer says more of the clock than of the meter. */
const LEAST_PASSED = 1_000;
const MINUTE = 60_000;

/** The judge of a rule that looks at readings one by one; undefined for silence and events. */
export function judgeOf(rule: AlarmRule, memory: AlarmMemory): Judge | undefined {
  switch (rule.kind) {
    case 'silence':
    case 'event':
      return undefined;
    case 'equal':
      return equalJudge(rule);
    case 'bits':
      return bitsJudge(rule);
    case 'increase':
      return increaseJudge(rule, memory);
    case 'rate':
      return rateJudge(rule);
    case 'imbalance':
      return imbalanceJudge(rule);
    default:
      return (reading, limits) => {
        const value = levelIn(rule, reading);
        return value === undefined
          ? undefined
          : levelJudgement(rule, reading.register, value, limits);
      };
  }
}

/** The number in a reading, in the unit of the rule. */
function levelIn({ unit }: LevelRule, reading: AlarmReading): number | undefined {
  const value = numberIn(reading.value);
  if (value === undefined || unit === '' || !reading.unit) return value;
  const factor = unitFactor(reading.unit, unit);
  return factor === undefined ? undefined : value * factor;
}

function levelJudgement(
  rule: LevelRule,
  register: string,
  value: number,
  limits: Limits,
  unit = rule.unit,
): Judgement {
  return { verdict: verdictOn(rule, value, limits), register, value, limit: limits.limit, unit };
}

function verdictOn({ kind, floor }: LevelRule, value: number, { limit, clear }: Limits): Verdict {
  const magnitude = Math.abs(value);
  if (kind !== 'imbalance' && magnitude < floor) return 'hold';
  switch (kind) {
    case 'low':
      return value < limit ? 'beyond' : value >= clear ? 'within' : 'hold';
    case 'magnitude-low':
      return magnitude < limit ? 'beyond' : magnitude >= clear ? 'within' : 'hold';
    case 'magnitude-high':
      return magnitude > limit ? 'beyond' : magnitude <= clear ? 'within' : 'hold';
    case 'reverse':
      return -value > limit ? 'beyond' : -value <= clear ? 'within' : 'hold';
    default:
      return value > limit ? 'beyond' : value <= clear ? 'within' : 'hold';
  }
}

/** By how much the value changes a minute, up or down, since the last reading. */
function rateJudge(rule: LevelRule): Judge {
  const last = new Recent<{ readonly value: number; readonly clock: number }>(MAX_REMEMBERED);
  return (reading, limits, { clock }) => {
    const value = levelIn(rule, reading);
    if (value === undefined) return undefined;
    const key = `${reading.meterId}|${reading.register}`;
    const before = last.get(key);
    const passed = before ? clock - before.clock : 0;
    if (before && passed < LEAST_PASSED) return undefined;
    last.set(key, { value, clock });
    if (!before) return undefined;
    const rate = (Math.abs(value - before.value) / passed) * MINUTE;
    return levelJudgement(rule, reading.register, rate, limits, `${rule.unit}/min`);
  };
}

/**
 * By how many percent of their mean the worst phase is off, once each of them has been read: a phase that
 * comes twice begins anew, so that values of different cycles are never compared.
 */
function imbalanceJudge(rule: LevelRule): Judge {
  const rounds = new Recent<Map<string, number>>(MAX_REMEMBERED);
  const register = rule.registers.join('+');
  return (reading, limits) => {
    const value = levelIn(rule, reading);
    if (value === undefined) return undefined;
    const { meterId } = reading;
    const known = rounds.get(meterId);
    const round = known && !known.has(reading.register) ? known : new Map<string, number>();
    round.set(reading.register, Math.abs(value));
    rounds.set(meterId, round);
    if (round.size < rule.registers.length) return undefined;
    rounds.delete(meterId);
    const phases = [...round.values()];
    const mean = phases.reduce((sum, phase) => sum + phase, 0) / phases.length;
    if (mean === 0 || mean < rule.floor) return undefined;
    const worst = Math.max(...phases.map((phase) => Math.abs(phase - mean)));
    return levelJudgement(rule, register, (worst / mean) * 100, limits, '%');
  };
}

function equalJudge({ expected }: EqualRule): Judge {
  return ({ register, value }) => {
    if (value === null || typeof value === 'object') return undefined;
    const number = numberIn(expected);
    const isEqual =
      String(value) === expected || (number !== undefined && number === numberIn(value));
    return { verdict: isEqual ? 'beyond' : 'within', register, value, limit: expected };
  };
}

function bitsJudge({ bits }: BitsRule): Judge {
  return ({ register, value, bits: names = [] }) => {
    const word = wordIn(value);
    if (word === undefined) return undefined;
    const isSet = (bit: string) =>
      /^\d+$/.test(bit) ? ((word >> BigInt(bit)) & 1n) === 1n : names.includes(bit);
    const verdict = (bits.length === 0 ? word !== 0n : bits.some(isSet)) ? 'beyond' : 'within';
    return { verdict, register, value, limit: bits.join(', ') };
  };
}

/** A state word as readings have it: a number, or octets in hex. */
function wordIn(value: unknown): bigint | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  }
  if (typeof value !== 'string' || !/^[0-9a-f]{1,64}$/i.test(value)) return undefined;
  return BigInt(`0x${value}`);
}

/** The first value is where counting begins; it is remembered, because covers are also opened while we are down. */
function increaseJudge({ name }: IncreaseRule, memory: AlarmMemory): Judge {
  const last = new Recent<number>(MAX_REMEMBERED);
  for (const [key, row] of memory.rows(`last|${name}|`)) {
    if (typeof row === 'number') last.set(key, row);
  }
  return ({ meterId, register, value }) => {
    const count = numberIn(value);
    if (count === undefined) return undefined;
    const key = `last|${name}|${meterId}|${register}`;
    const before = last.get(key);
    if (count !== before) {
      last.set(key, count);
      memory.put(key, count);
    }
    if (before === undefined) return undefined;
    return { verdict: count > before ? 'beyond' : 'within', register, value: count, limit: before };
  };
}

/** Readings are numbers, and decimal strings where a number would lose digits. */
function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return undefined;
  return Number(value);
}
