import { obisToOctets, parseObis } from '../../dlms';
import { findRegister, findRow } from '../catalogue';
import { measuredIn, tariffWords } from './electricity';
import { objectAt } from './objects';
import { fill, join, type Words } from './words';

/** What a logical name stands for. */
export interface ObisDescription extends Words {
  readonly obis: string;
  /** What readings call it: a key of the catalogue, or the code itself where it has none. */
  readonly register: string;
  /** The interface class that meters usually give it. */
  readonly classId: number;
  /** As readings are published. */
  readonly unit: string;
  readonly category: string;
}

const ELECTRICITY = 1;
const CURRENT_VALUE = 255;
const PERIODS_AGO = 100;
const LAST_PERIOD_AGO = 125;
const LAST_RESET_COUNT = 99;
const NOTHING: Words = { en: '', zh: '', tr: '' };
const LAST_PERIOD: Words = {
  en: ', at the last billing date',
  zh: '，上1结算日',
  tr: ', son fatura dönemi sonu',
};

/**
 * What an OBIS code stands for, built from the meaning of its groups; `undefined` where the standard leaves
 * it open.
 * @throws SyntaxError where the text is no OBIS code.
 */
export function describeObis(text: string): ObisDescription | undefined {
  const obis = parseObis(text);
  const named = measurement(obis) ?? object(obis);
  if (!named) return undefined;
  const register = findRegister(obis);
  const { words, classId } = named;
  return {
    obis,
    register: register?.key ?? obis,
    classId,
    unit: register?.unit ?? named.unit,
    category: register?.category ?? named.category,
    en: capitalised(words.en),
    zh: words.zh,
    tr: capitalised(words.tr),
  };
}

interface Named {
  readonly words: Words;
  readonly classId: number;
  readonly unit: string;
  readonly category: string;
}

function measurement(obis: string): Named | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = obisToOctets(obis);
  const measured = a === ELECTRICITY ? measuredIn(c, d, e) : undefined;
  const period = periodWords(f);
  if (!measured || !period) return undefined;
  const words = join(
    catalogueWords(c, d, e, measured.tariff) ?? measured.words,
    period,
    channelWords(b),
  );
  return { ...measured, words };
}

function object(obis: string): Named | undefined {
  const row = objectAt(obis);
  return row && { ...row, words: findRow(obis) ?? row };
}

/** The catalogue's own words, where it has the quantity or its total. */
function catalogueWords(c: number, d: number, e: number, tariff: number): Words | undefined {
  const row = findRow(`1-0:${c}.${d}.${tariff === 0 ? e : 0}.255`);
  if (!row || tariff === 0) return row;
  const { en, zh, tr } = row;
  const suffix = tariffWords(tariff);
  return {
    en: en + suffix.en,
    zh: /电能|最大需量/.test(zh)
      ? zh.replace(/总?(?=电能|最大需量)/, `费率${tariff}`)
      : zh + suffix.zh,
    tr: tr.replace(/, toplam$/, '') + suffix.tr,
  };
}

/** F: now, so many billing periods ago, or the period with a number (IEC 62056-6-1, clause 6.5). */
function periodWords(f: number): Words | undefined {
  if (f === CURRENT_VALUE) return NOTHING;
  if (f <= LAST_RESET_COUNT) {
    const words = { en: ', billing period {n}', zh: '，结算周期{n}', tr: ', fatura dönemi {n}' };
    return fill(words, { n: f });
  }
  if (f <= PERIODS_AGO || f > LAST_PERIOD_AGO) return undefined;
  const ago = f - PERIODS_AGO;
  if (ago === 1) return LAST_PERIOD;
  const words = {
    en: ', {n} billing dates ago',
    zh: '，上{n}结算日',
    tr: ', {n} fatura dönemi önce',
  };
  return fill(words, { n: ago });
}

function channelWords(b: number): Words {
  if (b === 0) return NOTHING;
  return fill({ en: ', channel {n}', zh: '，通道{n}', tr: ', kanal {n}' }, { n: b });
}

function capitalised(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toLocaleUpperCase('en') + trimmed.slice(1);
}
