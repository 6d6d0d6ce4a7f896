import type { Data, Obis } from '../../dlms';
import { dlmsReading, type Scale } from '../dlms-readings';
import type { Reading, ReadingContext } from '../reading';
import type { ObisOverrides, OwnScale } from './obis-overrides';
import { usualScale } from './usual-scale';

/** An attribute's data, and what it is of. */
export interface ObjectValue {
  readonly obis: Obis;
  /** Absent: as the catalogue has it. */
  readonly classId?: number | undefined;
  /** Absent: the value, 2. */
  readonly attribute?: number | undefined;
  readonly data: Data;
}

const VALUE = 2;
const DEMAND = 5;
const LAST_AVERAGE = 3;
const UNIT_NONE = 255;

/**
 * What the objects of one meter are called and how their numbers are scaled: the one catalogue of pushes, polls
 * and commands. Words of the user go before those of the meter's profile, and all of them before what the
 * standard says.
 */
export class MeterCatalogue {
  /** The name of the meter's profile. */
  readonly model: string | undefined;
  /** The first that says something holds. */
  readonly #words: readonly ObisOverrides[];

  constructor(model: string | undefined, words: readonly ObisOverrides[]) {
    this.model = model;
    this.#words = words;
  }

  /** The same with words that go before all others. */
  under(words: ObisOverrides): MeterCatalogue {
    return new MeterCatalogue(this.model, [words, ...this.#words]);
  }

  /** Whether the scale of an object is settled, whatever its meter tells. */
  isSettled(obis: Obis): boolean {
    return this.#scaleOf(obis)?.unlessTold === false;
  }

  /** The object that has been given this name in place of its own. */
  obisOf(register: string): Obis | undefined {
    return this.#first((words) => words.obisOf(register, this.model));
  }

  /** The reading in a value. `told` is the meter's own scale, where it has told one. */
  reading(value: ObjectValue, told: Scale | undefined, context: ReadingContext): Reading {
    const { obis, data } = value;
    const own = this.#scaleOf(obis);
    const settled = own && !(own.unlessTold && told) ? own : undefined;
    const reading = dlmsReading(obis, data, scaleFor(value, settled, told), context);
    const register = this.#first((words) => words.registerOf(obis, this.model));
    return {
      ...reading,
      ...(register !== undefined && { register }),
      ...(settled && isNumber(reading) && { unit: settled.unit }),
    };
  }

  #scaleOf(obis: Obis): OwnScale | undefined {
    return this.#first((words) => words.scaleOf(obis, this.model));
  }

  #first<Word>(wordIn: (words: ObisOverrides) => Word | undefined): Word | undefined {
    for (const words of this.#words) {
      const word = wordIn(words);
      if (word !== undefined) return word;
    }
    return undefined;
  }
}

/** What other attributes hold, such as capture times, has no scale. */
function scaleFor(
  { obis, classId, attribute = VALUE }: ObjectValue,
  own: OwnScale | undefined,
  told: Scale | undefined,
): Scale | undefined {
  const isScaled = attribute === VALUE || (classId === DEMAND && attribute === LAST_AVERAGE);
  if (!isScaled) return undefined;
  if (own) return { scaler: own.scaler, unit: UNIT_NONE, assumed: false };
  return told ?? usualScale(obis, classId);
}

function isNumber({ rawValue, value }: Reading): boolean {
  return rawValue !== undefined || typeof value === 'number';
}
