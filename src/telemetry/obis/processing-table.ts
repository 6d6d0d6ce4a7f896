import type { Words } from './words';

/** How a quantity is processed: value group D of electricity (IEC 62056-6-1, table 14). `{what}` is the quantity. */
export interface Processing extends Words {
  /** `energy`: by the hour; `own`: in the quantity's unit; the others are numbers of their own. */
  readonly kind: 'energy' | 'own' | 'count' | 'duration';
  /** The interface class that usually holds it. */
  readonly classId: number;
}

export const PROCESSINGS: Readonly<Record<number, Processing>> = {
  0: { kind: 'own', classId: 3, en: 'average of {what} over the billing period', zh: '{what}结算周期平均值', tr: '{what}, fatura dönemi ortalaması' },
  1: { kind: 'own', classId: 3, en: 'cumulative minimum of {what}', zh: '{what}累计最小值', tr: '{what}, birikimli en düşük' },
  2: { kind: 'own', classId: 3, en: 'cumulative maximum of {what}', zh: '{what}累计最大值', tr: '{what}, birikimli en yüksek' },
  3: { kind: 'own', classId: 4, en: 'minimum of {what}', zh: '{what}最小值', tr: '{what}, en düşük' },
  4: { kind: 'own', classId: 5, en: 'current average of {what} (demand)', zh: '{what}当前平均值（需量）', tr: '{what}, güncel ortalama (talep)' },
  5: { kind: 'own', classId: 5, en: 'last average of {what} (demand)', zh: '{what}上一周期平均值（需量）', tr: '{what}, son ortalama (talep)' },
  6: { kind: 'own', classId: 4, en: 'maximum demand of {what}', zh: '{what}最大需量', tr: '{what}, en yüksek talep' },
  7: { kind: 'own', classId: 3, en: '{what}', zh: '{what}', tr: '{what}' },
  8: { kind: 'energy', classId: 3, en: '{what}', zh: '{what}', tr: '{what}' },
  9: { kind: 'energy', classId: 3, en: '{what} since the billing period began', zh: '{what}（本结算周期）', tr: '{what}, bu fatura döneminde' },
  10: { kind: 'energy', classId: 3, en: '{what} above the demand limit', zh: '{what}（超限部分）', tr: '{what}, sınır üstünde' },
  11: { kind: 'own', classId: 3, en: 'cumulative minimum of {what}, period 2', zh: '{what}累计最小值（周期2）', tr: '{what}, birikimli en düşük, 2. periyot' },
  12: { kind: 'own', classId: 3, en: 'cumulative maximum of {what}, period 2', zh: '{what}累计最大值（周期2）', tr: '{what}, birikimli en yüksek, 2. periyot' },
  13: { kind: 'own', classId: 4, en: 'minimum of {what}, period 2', zh: '{what}最小值（周期2）', tr: '{what}, en düşük, 2. periyot' },
  14: { kind: 'own', classId: 5, en: 'current average of {what}, period 2', zh: '{what}当前平均值（周期2）', tr: '{what}, güncel ortalama, 2. periyot' },
  15: { kind: 'own', classId: 5, en: 'last average of {what}, period 2', zh: '{what}上一平均值（周期2）', tr: '{what}, son ortalama, 2. periyot' },
  16: { kind: 'own', classId: 4, en: 'maximum of {what}, period 2', zh: '{what}最大值（周期2）', tr: '{what}, en yüksek, 2. periyot' },
  21: { kind: 'own', classId: 3, en: 'cumulative minimum of {what}, period 3', zh: '{what}累计最小值（周期3）', tr: '{what}, birikimli en düşük, 3. periyot' },
  22: { kind: 'own', classId: 3, en: 'cumulative maximum of {what}, period 3', zh: '{what}累计最大值（周期3）', tr: '{what}, birikimli en yüksek, 3. periyot' },
  23: { kind: 'own', classId: 4, en: 'minimum of {what}, period 3', zh: '{what}最小值（周期3）', tr: '{what}, en düşük, 3. periyot' },
  24: { kind: 'own', classId: 5, en: 'current average of {what}, period 3', zh: '{what}当前平均值（周期3）', tr: '{what}, güncel ortalama, 3. periyot' },
  25: { kind: 'own', classId: 5, en: 'last average of {what}, period 3', zh: '{what}上一平均值（周期3）', tr: '{what}, son ortalama, 3. periyot' },
  26: { kind: 'own', classId: 4, en: 'maximum of {what}, period 3', zh: '{what}最大值（周期3）', tr: '{what}, en yüksek, 3. periyot' },
  27: { kind: 'own', classId: 5, en: 'average of {what} over the load-profile interval 1', zh: '{what}平均值（负荷记录间隔1）', tr: '{what}, 1. yük profili aralığı ortalaması' },
  28: { kind: 'own', classId: 5, en: 'average of {what} over the load-profile interval 2', zh: '{what}平均值（负荷记录间隔2）', tr: '{what}, 2. yük profili aralığı ortalaması' },
  29: { kind: 'energy', classId: 3, en: '{what} in the load-profile interval 1', zh: '{what}（负荷记录间隔1内）', tr: '{what}, 1. yük profili aralığında' },
  30: { kind: 'energy', classId: 3, en: '{what} in the load-profile interval 2', zh: '{what}（负荷记录间隔2内）', tr: '{what}, 2. yük profili aralığında' },
  31: { kind: 'own', classId: 3, en: 'lower limit of {what}', zh: '{what}下限', tr: '{what}, alt sınır' },
  32: { kind: 'count', classId: 1, en: 'how often {what} fell below its limit', zh: '{what}低于下限次数', tr: '{what}, alt sınırın altına düşme sayısı' },
  33: { kind: 'duration', classId: 1, en: 'how long {what} was below its limit', zh: '{what}低于下限时间', tr: '{what}, alt sınırın altında kalma süresi' },
  34: { kind: 'own', classId: 3, en: '{what} below its limit', zh: '{what}低于下限值', tr: '{what}, alt sınırın altındaki değer' },
  35: { kind: 'own', classId: 3, en: 'upper limit of {what}', zh: '{what}上限', tr: '{what}, üst sınır' },
  36: { kind: 'count', classId: 1, en: 'how often {what} rose above its limit', zh: '{what}超过上限次数', tr: '{what}, üst sınırı aşma sayısı' },
  37: { kind: 'duration', classId: 1, en: 'how long {what} was above its limit', zh: '{what}超过上限时间', tr: '{what}, üst sınırın üstünde kalma süresi' },
  38: { kind: 'own', classId: 3, en: '{what} above its limit', zh: '{what}超过上限值', tr: '{what}, üst sınırın üstündeki değer' },
  39: { kind: 'own', classId: 3, en: 'limit below which {what} is missing', zh: '{what}缺失判定值', tr: '{what}, yokluk eşiği' },
  40: { kind: 'count', classId: 1, en: 'how often {what} was missing', zh: '{what}缺失次数', tr: '{what}, yokluk sayısı' },
  41: { kind: 'duration', classId: 1, en: 'how long {what} was missing', zh: '{what}缺失时间', tr: '{what}, yokluk süresi' },
  42: { kind: 'own', classId: 3, en: '{what} while missing', zh: '{what}缺失期间值', tr: '{what}, yokluk sırasındaki değer' },
  43: { kind: 'duration', classId: 3, en: 'time after which {what} counts as below its limit', zh: '{what}低于下限判定时间', tr: '{what}, alt sınır zaman eşiği' },
  44: { kind: 'duration', classId: 3, en: 'time after which {what} counts as above its limit', zh: '{what}超过上限判定时间', tr: '{what}, üst sınır zaman eşiği' },
  45: { kind: 'duration', classId: 3, en: 'time after which {what} counts as missing', zh: '{what}缺失判定时间', tr: '{what}, yokluk zaman eşiği' },
  55: { kind: 'own', classId: 3, en: 'test average of {what}', zh: '{what}测试平均值', tr: '{what}, test ortalaması' },
  58: { kind: 'energy', classId: 3, en: '{what} in the test period', zh: '{what}（测试周期内）', tr: '{what}, test süresince' },
};

/** E of currents and voltages beyond the single harmonics (IEC 62056-6-1, table 17). */
export const HARMONICS: Readonly<Record<number, Words>> = {
  124: { en: ', total harmonic distortion', zh: '总谐波畸变率', tr: ', toplam harmonik bozulma (THD)' },
  125: { en: ', total demand distortion', zh: '总需量畸变率', tr: ', toplam talep bozulması (TDD)' },
  126: { en: ', all harmonics', zh: '全部谐波', tr: ', tüm harmonikler' },
  127: { en: ', all harmonics to nominal', zh: '全部谐波与额定值之比', tr: ', tüm harmoniklerin anma değerine oranı' },
};
