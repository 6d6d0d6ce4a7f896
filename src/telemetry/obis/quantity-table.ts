import type { Words } from './words';

/** What kind of physical quantity value group C stands for. */
export type QuantityKind = 'active' | 'reactive' | 'apparent' | 'current' | 'voltage' | 'powerFactor' | 'frequency' | 'angle' | 'squared';

/** A quantity of value group C of electricity (IEC 62056-6-1, table 12). */
export interface Quantity extends Words {
  readonly kind: QuantityKind;
}

/** What is counted by the hour has another name, and so have the units. */
export const FAMILIES: Readonly<Record<'active' | 'reactive' | 'apparent', { readonly power: Words; readonly energy: Words; readonly powerUnit: string; readonly energyUnit: string }>> = {
  active: { power: { en: 'active power', zh: '有功功率', tr: 'aktif güç' }, energy: { en: 'active energy', zh: '有功电能', tr: 'aktif enerji' }, powerUnit: 'W', energyUnit: 'kWh' },
  reactive: { power: { en: 'reactive power', zh: '无功功率', tr: 'reaktif güç' }, energy: { en: 'reactive energy', zh: '无功电能', tr: 'reaktif enerji' }, powerUnit: 'var', energyUnit: 'kvarh' },
  apparent: { power: { en: 'apparent power', zh: '视在功率', tr: 'görünür güç' }, energy: { en: 'apparent energy', zh: '视在电能', tr: 'görünür enerji' }, powerUnit: 'VA', energyUnit: 'kVAh' },
};

/** C of all phases together; L1, L2 and L3 follow 20, 40 and 60 above. `{}` is power or energy. */
export const QUANTITIES: Readonly<Record<number, Quantity>> = {
  1: { kind: 'active', en: '{family} import (+A)', zh: '正向{family}', tr: 'çekilen {family} (+A)' },
  2: { kind: 'active', en: '{family} export (−A)', zh: '反向{family}', tr: 'verilen {family} (−A)' },
  3: { kind: 'reactive', en: '{family} import (+R)', zh: '正向{family}', tr: 'çekilen {family} (+R)' },
  4: { kind: 'reactive', en: '{family} export (−R)', zh: '反向{family}', tr: 'verilen {family} (−R)' },
  5: { kind: 'reactive', en: '{family}, quadrant I', zh: '第一象限{family}', tr: '{family}, 1. bölge (QI)' },
  6: { kind: 'reactive', en: '{family}, quadrant II', zh: '第二象限{family}', tr: '{family}, 2. bölge (QII)' },
  7: { kind: 'reactive', en: '{family}, quadrant III', zh: '第三象限{family}', tr: '{family}, 3. bölge (QIII)' },
  8: { kind: 'reactive', en: '{family}, quadrant IV', zh: '第四象限{family}', tr: '{family}, 4. bölge (QIV)' },
  9: { kind: 'apparent', en: '{family} import (+S)', zh: '正向{family}', tr: 'çekilen {family} (+S)' },
  10: { kind: 'apparent', en: '{family} export (−S)', zh: '反向{family}', tr: 'verilen {family} (−S)' },
  11: { kind: 'current', en: 'current', zh: '电流', tr: 'akım' },
  12: { kind: 'voltage', en: 'voltage', zh: '电压', tr: 'gerilim' },
  13: { kind: 'powerFactor', en: 'power factor', zh: '功率因数', tr: 'güç faktörü' },
  14: { kind: 'frequency', en: 'supply frequency', zh: '电网频率', tr: 'şebeke frekansı' },
  15: { kind: 'active', en: '{family}, |import| + |export|', zh: '{family}（绝对值之和）', tr: '{family}, mutlak toplam' },
  16: { kind: 'active', en: '{family}, import minus export', zh: '净{family}', tr: '{family}, çekilen − verilen' },
  17: { kind: 'active', en: '{family}, quadrant I', zh: '第一象限{family}', tr: '{family}, 1. bölge (QI)' },
  18: { kind: 'active', en: '{family}, quadrant II', zh: '第二象限{family}', tr: '{family}, 2. bölge (QII)' },
  19: { kind: 'active', en: '{family}, quadrant III', zh: '第三象限{family}', tr: '{family}, 3. bölge (QIII)' },
  20: { kind: 'active', en: '{family}, quadrant IV', zh: '第四象限{family}', tr: '{family}, 4. bölge (QIV)' },
};

/** C that have no phases of their own. */
export const SINGLE_QUANTITIES: Readonly<Record<number, Quantity>> = {
  84: { kind: 'powerFactor', en: 'power factor, export (−A/−S)', zh: '反向功率因数', tr: 'güç faktörü, verilen (−A/−S)' },
  85: { kind: 'powerFactor', en: 'power factor, export, L1', zh: 'A相反向功率因数', tr: 'güç faktörü, verilen, L1' },
  86: { kind: 'powerFactor', en: 'power factor, export, L2', zh: 'B相反向功率因数', tr: 'güç faktörü, verilen, L2' },
  87: { kind: 'powerFactor', en: 'power factor, export, L3', zh: 'C相反向功率因数', tr: 'güç faktörü, verilen, L3' },
  88: { kind: 'squared', en: 'ampere-squared hours', zh: '电流平方时', tr: 'amper kare saat' },
  89: { kind: 'squared', en: 'volt-squared hours', zh: '电压平方时', tr: 'volt kare saat' },
  90: { kind: 'current', en: 'sum of the phase currents', zh: '各相电流之和', tr: 'faz akımları toplamı' },
  91: { kind: 'current', en: 'neutral current', zh: '零线电流', tr: 'nötr akımı' },
  92: { kind: 'voltage', en: 'neutral voltage', zh: '零线电压', tr: 'nötr gerilimi' },
  124: { kind: 'voltage', en: 'line voltage AB', zh: 'AB线电压', tr: 'faz arası gerilim AB' },
  125: { kind: 'voltage', en: 'line voltage BC', zh: 'BC线电压', tr: 'faz arası gerilim BC' },
  126: { kind: 'voltage', en: 'line voltage CA', zh: 'CA线电压', tr: 'faz arası gerilim CA' },
};

/** By phase number; 0 is all phases. */
export const PHASES: readonly { readonly before: Words; readonly after: Words }[] = [
  { before: { en: '', zh: '', tr: '' }, after: { en: '', zh: '', tr: '' } },
  { before: { en: '', zh: 'A相', tr: '' }, after: { en: ', L1', zh: '', tr: ', L1' } },
  { before: { en: '', zh: 'B相', tr: '' }, after: { en: ', L2', zh: '', tr: ', L2' } },
  { before: { en: '', zh: 'C相', tr: '' }, after: { en: ', L3', zh: '', tr: ', L3' } },
];

/** What an angle is measured between: the tens and the ones of E where C is 81. */
export const ANGLE_ENDS: Readonly<Record<number, string>> = { 0: 'U(L1)', 1: 'U(L2)', 2: 'U(L3)', 4: 'I(L1)', 5: 'I(L2)', 6: 'I(L3)', 7: 'I(N)' };
