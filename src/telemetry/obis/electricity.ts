import { HARMONICS, PROCESSINGS, type Processing } from './processing-table';
import {
  ANGLE_ENDS,
  FAMILIES,
  PHASES,
  QUANTITIES,
  type Quantity,
  type QuantityKind,
  SINGLE_QUANTITIES,
} from './quantity-table';
import { fill, join, type Words } from './words';

/** What the groups C, D and E of an electricity code say (IEC 62056-6-1, clause 6.4). */
export interface Measured {
  readonly words: Words;
  readonly classId: number;
  /** As readings are published. */
  readonly unit: string;
  readonly category: string;
  /** E, where it counts tariffs; 0 is all of them. */
  readonly tariff: number;
}

const ANGLE = 81;
const INSTANTANEOUS = 7;
const PHASE_DISTANCE = 20;
const LAST_PHASE_C = 80;
const LAST_TARIFF = 63;
const LAST_HARMONIC = 120;

const OWN_UNITS: Readonly<Record<QuantityKind, string>> = {
  active: FAMILIES.active.powerUnit,
  reactive: FAMILIES.reactive.powerUnit,
  apparent: FAMILIES.apparent.powerUnit,
  current: 'A',
  voltage: 'V',
  powerFactor: '',
  frequency: 'Hz',
  angle: '°',
  squared: '',
};

const ENERGY_UNITS: Readonly<Partial<Record<QuantityKind, string>>> = {
  active: FAMILIES.active.energyUnit,
  reactive: FAMILIES.reactive.energyUnit,
  apparent: FAMILIES.apparent.energyUnit,
  current: 'Ah',
};

const NOTHING: Words = { en: '', zh: '', tr: '' };

/** Undefined for what the standard leaves open, and for what nobody can measure. */
export function measuredIn(c: number, d: number, e: number): Measured | undefined {
  if (c === ANGLE) return d === INSTANTANEOUS ? angleOf(e) : undefined;
  const quantity = quantityOf(c);
  const processing = PROCESSINGS[d];
  if (!quantity || !processing) return undefined;
  const unit = unitOf(quantity.kind, processing);
  const share = shareOf(quantity.kind, processing, e);
  if (unit === undefined || share === undefined) return undefined;
  const what = wordsOf(quantity, phaseOf(c), processing);
  return {
    words: join(fill(processing, { what }), share.words),
    classId: processing.classId,
    unit: share.unit ?? unit,
    category: categoryOf(quantity.kind, processing, d),
    tariff: share.tariff,
  };
}

/** What is added to a name for a tariff; 0 is all of them. */
export function tariffWords(tariff: number): Words {
  return fill({ en: ', tariff {n}', zh: '，费率{n}', tr: ', tarife {n}' }, { n: tariff });
}

function quantityOf(c: number): Quantity | undefined {
  if (c > LAST_PHASE_C) return SINGLE_QUANTITIES[c];
  return QUANTITIES[c - phaseOf(c) * PHASE_DISTANCE];
}

function phaseOf(c: number): number {
  return c >= 1 && c <= LAST_PHASE_C ? Math.floor((c - 1) / PHASE_DISTANCE) : 0;
}

function wordsOf(quantity: Quantity, phase: number, { kind }: Processing): Words {
  const { before = NOTHING, after = NOTHING } = PHASES[phase] ?? {};
  const named = join(before, quantity, after);
  const family = isPower(quantity.kind) ? FAMILIES[quantity.kind] : undefined;
  if (family === undefined) return named;
  return fill(named, { family: kind === 'energy' ? family.energy : family.power });
}

function isPower(kind: QuantityKind): kind is keyof typeof FAMILIES {
  return kind in FAMILIES;
}

function unitOf(quantity: QuantityKind, { kind }: Processing): string | undefined {
  switch (kind) {
    case 'energy':
      return quantity === 'squared' ? '' : ENERGY_UNITS[quantity];
    case 'own':
      return quantity === 'squared' ? undefined : OWN_UNITS[quantity];
    case 'count':
      return '';
    case 'duration':
      return 's';
  }
}

interface Share {
  readonly words: Words;
  readonly tariff: number;
  readonly unit?: string;
}

/** What E singles out: a harmonic of currents and voltages, else a tariff. */
function shareOf(quantity: QuantityKind, { kind }: Processing, e: number): Share | undefined {
  if (e === 0) return { words: NOTHING, tariff: 0 };
  if ((quantity === 'current' || quantity === 'voltage') && kind === 'own') return harmonicOf(e);
  return e <= LAST_TARIFF ? { words: tariffWords(e), tariff: e } : undefined;
}

function harmonicOf(e: number): Share | undefined {
  const special = HARMONICS[e];
  if (special) return { words: special, tariff: 0, unit: '%' };
  if (e > LAST_HARMONIC) return undefined;
  // Meters give single harmonics in the quantity's unit or in percent: only their scaler_unit says.
  const words = { en: ', harmonic {n}', zh: '{n}次谐波', tr: ', {n}. harmonik' };
  return { words: fill(words, { n: e }), tariff: 0, unit: '' };
}

function angleOf(e: number): Measured | undefined {
  const [to, from] = [ANGLE_ENDS[Math.floor(e / 10)], ANGLE_ENDS[e % 10]];
  if (to === undefined || from === undefined) return undefined;
  const words = fill(
    { en: 'angle from {to} to {from}', zh: '{to}到{from}的相角', tr: '{to} – {from} açısı' },
    { to, from },
  );
  return { words, classId: 3, unit: OWN_UNITS.angle, category: 'quality', tariff: 0 };
}

const DEMANDS: ReadonlySet<number> = new Set([2, 4, 5, 6]);

function categoryOf(quantity: QuantityKind, { kind }: Processing, d: number): string {
  if (kind === 'energy') return 'energy';
  if (kind !== 'own') return 'quality';
  if (isPower(quantity)) return DEMANDS.has(d) ? 'demand' : 'power';
  return quantity;
}
