export { isWrappedKeys, KeySafe, type WrappedKeys } from './key-safe';
export { type ListedMeter, MeterList, type Ratio } from './listed-meter';
export { meterCsv, parseMeterCsv } from './meter-csv';
export { MeterFile, type MeterFileOptions } from './meter-file';
export { meterJson, meterListOf, parseMeterJson } from './meter-json';
export type { MeterKeys } from './meter-keys';
export { type Judgement, judge, type MeterPolicy } from './policy';
export { MeterListError, type Problem, problemText } from './problem';
export { applyRatio, type PrimaryReading } from './ratio';
