/** The part of an identifier that a letter in a row's pattern stands for: `TT` in `0001TTSS`. */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** FFH (FH for half an octet) asks for all of them; a block holds no more than this. */
  readonly blockOf?: number;
  readonly label: (value: number) => string;
  readonly labelZh: (value: number) => string;
}

const tariff = (tariff: number) => (tariff === 0 ? '' : `tariff ${tariff}`);
const tariffZh = (tariff: number) => (tariff === 0 ? '' : `费率${tariff}`);
const back = (count: number) => `${count} back`;
const backZh = (count: number) => `上${count}次`;
const entry = (number: number) => `number ${number}`;
const entryZh = (number: number) => `第${number}个`;
const phase = (number: number) => `phase ${'ABC'[number - 1]}`;
const phaseZh = (number: number) => `${'ABC'[number - 1]}相`;

/** 2007 letters come in pairs, an octet; 1997 letters alone, half an octet. */
export const PARTS: Readonly<Record<string, Part>> = {
  TT: { from: 0x00, to: 0x3f, blockOf: 64, label: tariff, labelZh: tariffZh },
  SS: {
    from: 0x00,
    to: 0x0c,
    blockOf: 13,
    label: (day) => (day === 0 ? '' : `settlement day ${day} back`),
    labelZh: (day) => (day === 0 ? '' : `上${day}结算日`),
  },
  GG: { from: 0x01, to: 0x3f, blockOf: 63, label: tariff, labelZh: tariffZh },
  LL: {
    from: 0x01,
    to: 0x0e,
    blockOf: 14,
    label: (step) => `step ${step}`,
    labelZh: (step) => `阶梯${step}`,
  },
  HH: {
    from: 0x01,
    to: 0x15,
    blockOf: 21,
    label: (order) => `order ${order}`,
    labelZh: (order) => `${order}次`,
  },
  PP: { from: 1, to: 3, label: phase, labelZh: phaseZh },
  II: { from: 0x01, to: 0x35, label: (item) => `item ${item}`, labelZh: (item) => `项${item}` },
  MM: {
    from: 0x00,
    to: 0x0c,
    label: (month) => (month === 0 ? 'this month' : `month ${month} back`),
    labelZh: (month) => (month === 0 ? '本月' : `上${month}月`),
  },
  JJ: { from: 0x01, to: 0x08, label: entry, labelZh: entryZh },
  NN: { from: 0x01, to: 0xfe, label: entry, labelZh: entryZh },
  // Records, last one first: events keep 10; frozen data 12, 3, 2, 254 or 62, depending on what froze them.
  RR: { from: 0x01, to: 0x0a, label: back, labelZh: backZh },
  UU: { from: 0x01, to: 0x02, label: back, labelZh: backZh },
  VV: { from: 0x01, to: 0x03, label: back, labelZh: backZh },
  WW: { from: 0x01, to: 0x0c, label: back, labelZh: backZh },
  YY: { from: 0x01, to: 0x3e, label: back, labelZh: backZh },
  ZZ: { from: 0x01, to: 0xfe, label: back, labelZh: backZh },
  T: { from: 0x0, to: 0xe, blockOf: 15, label: tariff, labelZh: tariffZh },
  K: { from: 0x1, to: 0xe, label: entry, labelZh: entryZh },
};
