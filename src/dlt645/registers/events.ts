import type { FieldRow, RegisterRow } from './row';

/** Event records, class 03 (table A.4) and classes 10 to 1E of the State Grid supplement. */

const START: FieldRow = ['start', '发生时刻', '', 'YYMMDDhhmmss'];
const END: FieldRow = ['end', '结束时刻', '', 'YYMMDDhhmmss'];
const TIME: FieldRow = ['time', '发生时刻', '', 'YYMMDDhhmmss'];
const OPERATOR: FieldRow = ['operator code', '操作者代码', '', 'OCTETS:4'];

type Scope = readonly [name: string, nameZh: string];
const TOTAL: Scope = ['total', '总'];
const PHASES: readonly Scope[] = [
  ['phase A', 'A相'],
  ['phase B', 'B相'],
  ['phase C', 'C相'],
];

function increments([name, zh]: Scope): FieldRow[] {
  return [
    [`${name} forward active energy increment`, `期间${zh}正向有功电能增量`, 'kWh', 'XXXXXX.XX'],
    [`${name} reverse active energy increment`, `期间${zh}反向有功电能增量`, 'kWh', 'XXXXXX.XX'],
    [`${name} combined reactive 1 energy increment`, `期间${zh}组合无功1电能增量`, 'kvarh', 'XXXXXX.XX', 'signed'],
    [`${name} combined reactive 2 energy increment`, `期间${zh}组合无功2电能增量`, 'kvarh', 'XXXXXX.XX', 'signed'],
  ];
}

function moment([name, zh]: Scope): FieldRow[] {
  return [
    [`${name} voltage`, `时刻${zh}电压`, 'V', 'XXX.X'],
    [`${name} current`, `时刻${zh}电流`, 'A', 'XXX.XXX', 'signed'],
    [`${name} active power`, `时刻${zh}有功功率`, 'kW', 'XX.XXXX', 'signed'],
    [`${name} reactive power`, `时刻${zh}无功功率`, 'kvar', 'XX.XXXX', 'signed'],
    [`${name} power factor`, `时刻${zh}功率因数`, '', 'X.XXX', 'signed'],
  ];
}

function ampereHours([name, zh]: Scope): FieldRow {
  return [`ampere-hours ${name}`, `期间${zh}安时数`, 'Ah', 'XXXXXX.XX'];
}

function energies([name, zh]: Scope): FieldRow[] {
  return [
    [`${name} forward active energy`, `${zh}正向有功电能`, 'kWh', 'XXXXXX.XX'],
    [`${name} reverse active energy`, `${zh}反向有功电能`, 'kWh', 'XXXXXX.XX'],
    [`${name} quadrant I reactive energy`, `${zh}第一象限无功电能`, 'kvarh', 'XXXXXX.XX'],
    [`${name} quadrant II reactive energy`, `${zh}第二象限无功电能`, 'kvarh', 'XXXXXX.XX'],
    [`${name} quadrant III reactive energy`, `${zh}第三象限无功电能`, 'kvarh', 'XXXXXX.XX'],
    [`${name} quadrant IV reactive energy`, `${zh}第四象限无功电能`, 'kvarh', 'XXXXXX.XX'],
  ];
}

function demands([name, zh]: Scope): FieldRow[] {
  return energies([name, zh]).map(([energy, energyZh, unit]) => [energy.replace('energy', 'max demand'), energyZh.replace('电能', '最大需量及发生时间'), unit === 'kWh' ? 'kW' : 'kvar', 'XX.XXXX+YYMMDDhhmm']);
}

const CURRENT_FAULT: readonly FieldRow[] = [START, END, ...increments(TOTAL), ...PHASES.flatMap((phase) => [...increments(phase), ...moment(phase)])];
const VOLTAGE_FAULT: readonly FieldRow[] = [...CURRENT_FAULT, ...[TOTAL, ...PHASES].map(ampereHours)];
const ENERGY_INCREMENTS: readonly FieldRow[] = [TOTAL, ...PHASES].flatMap(increments);
const ENERGY_FAULT: readonly FieldRow[] = [START, END, ...ENERGY_INCREMENTS];
const UNBALANCE: readonly FieldRow[] = [START, END, ['max unbalance', '最大不平衡率', '%', 'XX.XX'], ...ENERGY_INCREMENTS];
const COVER_OPENING: readonly FieldRow[] = [START, END, ...energies(['before opening', '开盖前']), ...energies(['after opening', '开盖后'])];

/** DI2 in class 03, what it is called, and what a record of it has. */
type Fault = readonly [di2: string, name: string, zh: string, record: readonly FieldRow[]];

const PHASE_FAULTS: readonly Fault[] = [
  ['01', 'loss of voltage', '失压', VOLTAGE_FAULT],
  ['02', 'under-voltage', '欠压', VOLTAGE_FAULT],
  ['03', 'over-voltage', '过压', VOLTAGE_FAULT],
  ['04', 'phase failure', '断相', VOLTAGE_FAULT],
  ['0B', 'loss of current', '失流', CURRENT_FAULT],
  ['0C', 'over-current', '过流', CURRENT_FAULT],
  ['0D', 'current break', '断流', CURRENT_FAULT],
  ['0E', 'power-flow reversal', '潮流反向', ENERGY_FAULT],
  ['0F', 'overload', '过载', ENERGY_FAULT],
];

function phaseFaultRows([di2, name, zh, record]: Fault): RegisterRow[] {
  const counts = PHASES.flatMap(([phase, phaseZh]): FieldRow[] => [
    [`${phase} ${name} count`, `${phaseZh}${zh}总次数`, '', 'XXXXXX'],
    [`${phase} ${name} total time`, `${phaseZh}${zh}总累计时间`, 'min', 'XXXXXX'],
  ]);
  return [
    [`03${di2}0000`, `${name} counts and total minutes`, `${zh}总次数,总累计时间`, '', counts],
    ...PHASES.map(([phase, phaseZh], index): RegisterRow => {
      return [`03${di2}0${index + 1}RR`, `${phase} ${name} record`, `${phaseZh}${zh}记录`, '', record];
    }),
  ];
}

const METER_FAULTS: readonly Fault[] = [
  ['05', 'all-phase loss of voltage', '全失压', [START, ['current', '电流值', 'A', 'XXX.XXX', 'signed'], END]],
  ['06', 'auxiliary supply loss', '辅助电源失电', [START, END]],
  ['07', 'voltage phase-sequence reversal', '电压逆相序', ENERGY_FAULT],
  ['08', 'current phase-sequence reversal', '电流逆相序', ENERGY_FAULT],
  ['09', 'voltage unbalance', '电压不平衡', UNBALANCE],
  ['0A', 'current unbalance', '电流不平衡', UNBALANCE],
];

function meterFaultRows([di2, name, zh, record]: Fault): RegisterRow[] {
  const counts: FieldRow[] = [
    [`${name} count`, `${zh}总次数`, '', 'XXXXXX'],
    [`${name} total time`, `${zh}总累计时间`, 'min', 'XXXXXX'],
  ];
  return [
    [`03${di2}0000`, `${name} count and total minutes`, `${zh}总次数,总累计时间`, '', counts],
    [`03${di2}00RR`, `${name} record`, `${zh}记录`, '', record],
  ];
}

function voltageQuality(scope: string, zh: string): FieldRow[] {
  return [
    [`${scope}monitored time`, `${zh}电压监测时间`, 'min', 'XXXXXX'],
    [`${scope}pass rate`, `${zh}电压合格率`, '%', 'XXXX.XX'],
    [`${scope}out-of-limit rate`, `${zh}电压超限率`, '%', 'XXXX.XX'],
    [`${scope}time above limit`, `${zh}电压超上限时间`, 'min', 'XXXXXX'],
    [`${scope}time below limit`, `${zh}电压超下限时间`, 'min', 'XXXXXX'],
    [`${scope}max voltage`, `${zh}最高电压`, 'V', 'XXX.X'],
    [`${scope}time of max`, `${zh}最高电压出现时间`, '', 'MMDDhhmm'],
    [`${scope}min voltage`, `${zh}最低电压`, 'V', 'XXX.X'],
    [`${scope}time of min`, `${zh}最低电压出现时间`, '', 'MMDDhhmm'],
  ];
}

const DEMAND_LIMITS: readonly (readonly [name: string, zh: string, unit: string])[] = [
  ['forward active', '正向有功', 'kW'],
  ['reverse active', '反向有功', 'kW'],
  ['quadrant I reactive', '第一象限无功', 'kvar'],
  ['quadrant II reactive', '第二象限无功', 'kvar'],
  ['quadrant III reactive', '第三象限无功', 'kvar'],
  ['quadrant IV reactive', '第四象限无功', 'kvar'],
];

const DEMAND_LIMIT_ROWS: readonly RegisterRow[] = [
  [
    '03120000',
    'demand over-limit counts',
    '需量超限总次数',
    '',
    DEMAND_LIMITS.map(([name, zh]): FieldRow => {
      return [`${name} demand over-limit count`, `${zh}需量超限总次数`, '', 'XXXXXX'];
    }),
  ],
  ...DEMAND_LIMITS.map(([name, zh, unit], index): RegisterRow => {
    const record: FieldRow[] = [
      START,
      END,
      ['max demand', '期间最大需量', unit, 'XX.XXXX'],
      // The standard prints YYMMDDhhmmss with a length of 5: read as YYMMDDhhmm.
      ['time of max demand', '最大需量发生时间', '', 'YYMMDDhhmm'],
    ];
    const title = `${name} demand over-limit record`;
    return [`03120${index + 1}RR`, title, `${zh}需量超限记录`, '', record];
  }),
];

/** What follows time and operator code in a record of programming or clearing. */
type Programming = readonly [di1: string, name: string, zh: string, ...before: FieldRow[]];

const PROGRAMMINGS: readonly Programming[] = [
  ['00', 'programming', '编程', ['identifiers', '编程的数据标识码', '', '10*DI']],
  ['01', 'meter clear', '电表清零', ...[TOTAL, ...PHASES].flatMap(energies)],
  ['02', 'demand clear', '需量清零', ...[TOTAL, ...PHASES].flatMap(demands)],
  ['03', 'event clear', '事件清零', ['identifiers', '事件清零数据标识码', '', 'DI']],
  ['05', 'day time-slot table programming', '时段表编程', ['slots before', '编程前的日时段表数据', '', '224*hhmmNN']],
  ['06', 'season table programming', '时区表编程', ['seasons before', '编程前的时区表数据', '', '28*MMDDNN']],
  ['07', 'weekly rest day programming', '周休日编程', ['day table before', '编程前采用的日时段表号', '', 'XX']],
  ['08', 'holiday programming', '节假日编程', ['holidays before', '编程前的节假日数据', '', '254*YYMMDDNN']],
  ['09', 'active combination word programming', '有功组合方式编程', ['word before', '编程前的特征字', '', 'WORD:1']],
  ['0A', 'reactive combination word 1 programming', '无功组合方式1编程', ['word before', '编程前的特征字', '', 'WORD:1']],
  ['0B', 'reactive combination word 2 programming', '无功组合方式2编程', ['word before', '编程前的特征字', '', 'WORD:1']],
  ['0C', 'settlement day programming', '结算日编程', ['settlement days before', '编程前每月结算日', '', '3*DDhh']],
];

const TIME_SET: readonly FieldRow[] = [OPERATOR, ['time before', '校时前时间', '', 'YYMMDDhhmmss'], ['time after', '校时后时间', '', 'YYMMDDhhmmss']];

function counted(di1: string, name: string, zh: string, record: readonly FieldRow[]): RegisterRow[] {
  return [
    [`0330${di1}00`, `${name} count`, `${zh}总次数`, '', 'XXXXXX'],
    [`0330${di1}RR`, `${name} record`, `${zh}记录`, '', record],
  ];
}

/** The supplement numbers the faults of class 03 anew, phase in DI2, and gives each field an identifier. */
const BY_ITEM: readonly (readonly [di3: string, di2OfClass03: string])[] = [
  ['10', '01'],
  ['11', '02'],
  ['12', '03'],
  ['13', '04'],
  ['18', '0B'],
  ['19', '0C'],
  ['1A', '0D'],
  ['1B', '0E'],
  ['1C', '0F'],
];

function byItemRows([di3, di2]: (typeof BY_ITEM)[number]): RegisterRow[] {
  const [, name = '', zh = ''] = PHASE_FAULTS.find(([code]) => code === di2) ?? [];
  return [
    [`${di3}PP0001`, `${name} count`, `${zh}总次数`, '', 'XXXXXX'],
    [`${di3}PP0002`, `${name} total time`, `${zh}总累计时间`, 'min', 'XXXXXX'],
    [`${di3}PPIIRR`, `${name} record by item`, `${zh}记录(逐项)`, '', 'OPAQUE'],
  ];
}

export const EVENTS: readonly RegisterRow[] = [
  ...PHASE_FAULTS.flatMap(phaseFaultRows),
  ...METER_FAULTS.flatMap(meterFaultRows),
  ['031000MM', 'voltage quality statistics', '电压合格率统计数据', '', voltageQuality('', '')],
  ...PHASES.map(([phase, zh], index): RegisterRow => {
    const title = `${phase} voltage quality statistics`;
    return [`03100${index + 1}MM`, title, `${zh}电压合格率统计数据`, '', voltageQuality(`${phase} `, zh)];
  }),
  ['03110000', 'power-down count', '掉电总次数', '', 'XXXXXX'],
  ['031100RR', 'power-down record', '掉电记录', '', [START, END]],
  ...DEMAND_LIMIT_ROWS,
  ...PROGRAMMINGS.flatMap(([di1, name, zh, ...before]) => counted(di1, name, zh, [TIME, OPERATOR, ...before])),
  ...counted('04', 'time set', '校时', TIME_SET),
  ...counted('0D', 'meter cover opening', '开表盖', COVER_OPENING),
  ...counted('0E', 'terminal cover opening', '开端钮盒', COVER_OPENING),
  ...BY_ITEM.flatMap(byItemRows),
  ['1D000001', 'trip count', '跳闸次数', '', 'XXXXXX'],
  ['1E000001', 'close count', '合闸次数', '', 'XXXXXX'],
];
