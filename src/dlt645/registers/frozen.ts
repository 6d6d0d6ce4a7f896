import type { FieldRow, RegisterRow } from './row';

/** What freezes data, and how many records of it are kept (the letters of the record number in parts.ts). */
const FREEZES: readonly (readonly [di2: string, name: string, zh: string, record: string])[] = [
  ['00', 'timed freeze', '定时冻结', 'WW'],
  ['01', 'instant freeze', '瞬时冻结', 'VV'],
  ['02', 'season-table switch freeze', '两套时区表切换冻结', 'UU'],
  ['03', 'day-table switch freeze', '两套日时段表切换冻结', 'UU'],
  ['05', 'tariff-table switch freeze', '两套费率电价切换冻结', 'UU'],
  ['06', 'daily freeze', '日冻结', 'YY'],
  ['07', 'step-tariff switch freeze', '两套阶梯切换冻结', 'UU'],
];

const POWERS: readonly FieldRow[] = [
  ['total active power', '总有功功率', 'kW', 'XX.XXXX', 'signed'],
  ['phase A active power', 'A相有功功率', 'kW', 'XX.XXXX', 'signed'],
  ['phase B active power', 'B相有功功率', 'kW', 'XX.XXXX', 'signed'],
  ['phase C active power', 'C相有功功率', 'kW', 'XX.XXXX', 'signed'],
  ['total reactive power', '总无功功率', 'kvar', 'XX.XXXX', 'signed'],
  ['phase A reactive power', 'A相无功功率', 'kvar', 'XX.XXXX', 'signed'],
  ['phase B reactive power', 'B相无功功率', 'kvar', 'XX.XXXX', 'signed'],
  ['phase C reactive power', 'C相无功功率', 'kvar', 'XX.XXXX', 'signed'],
];

/** DI1, and the rest of the row. Energies and demands: total, then tariffs. */
type Item = readonly [di1: string, ...rest: RowAfterPattern];
type RowAfterPattern = RegisterRow extends readonly [string, ...infer Rest] ? Rest : never;

/** What is frozen, in the order in which a whole block has it. */
export const FROZEN_ITEMS: readonly Item[] = [
  ['00', 'time', '时间', '', 'YYMMDDhhmm'],
  ['01', 'forward active energy', '正向有功电能', 'kWh', '*XXXXXX.XX'],
  ['02', 'reverse active energy', '反向有功电能', 'kWh', '*XXXXXX.XX'],
  ['03', 'combined reactive 1 energy', '组合无功1电能', 'kvarh', '*XXXXXX.XX', 'signed'],
  ['04', 'combined reactive 2 energy', '组合无功2电能', 'kvarh', '*XXXXXX.XX', 'signed'],
  ['05', 'quadrant I reactive energy', '第一象限无功电能', 'kvarh', '*XXXXXX.XX'],
  ['06', 'quadrant II reactive energy', '第二象限无功电能', 'kvarh', '*XXXXXX.XX'],
  ['07', 'quadrant III reactive energy', '第三象限无功电能', 'kvarh', '*XXXXXX.XX'],
  ['08', 'quadrant IV reactive energy', '第四象限无功电能', 'kvarh', '*XXXXXX.XX'],
  ['09', 'forward active max demand', '正向有功最大需量及发生时间', 'kW', '*XX.XXXX+YYMMDDhhmm'],
  ['0A', 'reverse active max demand', '反向有功最大需量及发生时间', 'kW', '*XX.XXXX+YYMMDDhhmm'],
  ['10', 'powers', '变量', '', POWERS, 'signed'],
];

const WHOLE_BLOCK: Item = ['FF', 'whole block', '数据块', '', 'FROZEN-BLOCK'];

/** Frozen data, class 05 (table A.6); the hourly, tariff and step freezes are the State Grid supplement's. */
export const FROZEN: readonly RegisterRow[] = [
  ...FREEZES.flatMap(([di2, freeze, freezeZh, record]) =>
    [...FROZEN_ITEMS, WHOLE_BLOCK].map(([di1, name, zh, ...rest]): RegisterRow => {
      return [`05${di2}${di1}${record}`, `${freeze}: ${name}`, `${freezeZh}${zh}`, ...rest];
    }),
  ),
  ['050400ZZ', 'hourly freeze: time', '整点冻结时间', '', 'YYMMDDhhmm'],
  ['050401ZZ', 'hourly freeze: forward active energy', '整点冻结正向有功总电能', 'kWh', 'XXXXXX.XX'],
  ['050402ZZ', 'hourly freeze: reverse active energy', '整点冻结反向有功总电能', 'kWh', 'XXXXXX.XX'],
  ['0504FFZZ', 'hourly freeze: whole block', '整点冻结数据块', '', 'FROZEN-BLOCK'],
];
