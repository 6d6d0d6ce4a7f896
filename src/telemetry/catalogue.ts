import type { RegisterRow } from './register-row';
import { REGISTER_TABLE } from './register-table';

/** What an identifier of either protocol is called. */
export interface Register {
  readonly key: string;
  readonly unit: string;
  readonly category: string;
}

const MAX_TARIFF = 63;
const SETTLEMENT_DAYS = 12;

const byDataId = new Map<string, RegisterRow>();
for (const row of REGISTER_TABLE) {
  if (row.di !== undefined) byDataId.set(dataIdOfDi(row.di), row);
  if (row.di1997 !== undefined) byDataId.set(dataIdOfDi1997(row.di1997), row);
  if (row.obis !== undefined) byDataId.set(row.obis, row);
}

/** `dataId` of a DL/T 645-2007 identifier: `0x02010100`. */
export function dataIdOfDi(di: number): string {
  return `0x${(di >>> 0).toString(16).padStart(8, '0')}`;
}

/** `dataId` of a DL/T 645-1997 identifier: `0xb611`. */
export function dataIdOfDi1997(di: number): string {
  return `0x${di.toString(16).padStart(4, '0')}`;
}

/**
 * The register that a `dataId` names: `0x` + 8 hex digits, `0x` + 4 hex digits, or an OBIS code.
 * Tariffs and settlement days follow their total by rule; undefined where the catalogue has no name.
 */
export function findRegister(dataId: string): Register | undefined {
  return byDataId.get(dataId) ?? ofRule(dataId);
}

/** Splits an identifier into its total, its tariff and how many settlement days back it is. */
function ofRule(dataId: string): Register | undefined {
  const di = /^0x([0-9a-f]{4})([0-9a-f]{2})([0-9a-f]{2})$/.exec(dataId);
  if (di) return variant(`0x${di[1]}0000`, hex(di[2]), hex(di[3]));
  const di1997 = /^0x([9ab])([048])([0-9a-f])([0-9a-e])$/.exec(dataId);
  if (di1997) return variant(`0x${di1997[1]}0${di1997[3]}0`, hex(di1997[4]), hex(di1997[2]) / 4);
  const obis = /^(1-\d+:\d+\.[68])\.(\d+)\.255$/.exec(dataId);
  if (obis) return variant(`${obis[1]}.0.255`, Number(obis[2]), 0);
  return undefined;
}

function variant(totalId: string, tariff: number, settlement: number): Register | undefined {
  const total = byDataId.get(totalId);
  const stem = total && /^(?:TOTAL_)?((?:ACTIVE|REACTIVE|APPARENT|MAX_DEMAND)_.+)$/.exec(total.key);
  if (!stem || !/^(energy|demand)$/.test(total.category)) return undefined;
  if (tariff > MAX_TARIFF || settlement > SETTLEMENT_DAYS) return undefined;
  const key = tariff === 0 ? total.key : `TARIFF_${tariff}_${stem[1]}`;
  return settlement === 0
    ? { key, unit: total.unit, category: total.category }
    : { key: `${key}_B${settlement}`, unit: total.unit, category: 'billing' };
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? '', 16);
}
