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
const OBIS_NOW = 255;
const OBIS_SETTLEMENTS = 100;

const byDataId = new Map<string, RegisterRow>();
const byKey = new Map<string, RegisterRow>();
for (const row of REGISTER_TABLE) {
  byKey.set(row.key, row);
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

/** The row that lists this very identifier. */
export function findRow(dataId: string): RegisterRow | undefined {
  return byDataId.get(dataId);
}

/** OBIS codes that rows list, in the order of the table. */
export function catalogueCodes(): readonly string[] {
  return REGISTER_TABLE.flatMap(({ obis }) => obis ?? []);
}

/** What identifies a register in each protocol; absent where the protocol does not have it. */
export interface RegisterIds {
  readonly di?: string;
  readonly di1997?: string;
  readonly obis?: string;
}

/** The identifiers of a register key, tariffs and settlement days by the same rule as `findRegister`. */
export function identifiersOf(key: string): RegisterIds | undefined {
  const row = byKey.get(key);
  if (row) return idsOf(row, 0, 0);
  const [, tariff = '0', stem = '', settlement = '0'] =
    /^(?:TARIFF_(\d{1,2})_)?(.+?)(?:_B(\d{1,2}))?$/.exec(key) ?? [];
  const total = byKey.get(`TOTAL_${stem}`) ?? byKey.get(stem);
  const ids = total && idsOf(total, Number(tariff), Number(settlement));
  const known = ids?.di ?? ids?.di1997 ?? ids?.obis;
  return known !== undefined && findRegister(known)?.key === key ? ids : undefined;
}

function idsOf({ di, di1997, obis }: RegisterRow, tariff: number, settlement: number): RegisterIds {
  const f = settlement === 0 ? OBIS_NOW : OBIS_SETTLEMENTS + settlement;
  const share = tariff === 0 && settlement === 0;
  const ids = {
    di: di === undefined ? undefined : dataIdOfDi(di + tariff * 0x100 + settlement),
    di1997: di1997 === undefined ? undefined : dataIdOfDi1997(di1997 + tariff + settlement * 0x400),
    obis: share ? obis : obis?.replace(/\.0\.255$/, `.${tariff}.${f}`),
  };
  // The 1997 edition has 14 tariffs and 2 settlement days.
  const has1997 = tariff <= 14 && settlement <= 2;
  return {
    ...(ids.di && { di: ids.di }),
    ...(ids.di1997 && has1997 && { di1997: ids.di1997 }),
    ...(ids.obis && { obis: ids.obis }),
  };
}

/** Splits an identifier into its total, its tariff and how many settlement days back it is. */
function ofRule(dataId: string): Register | undefined {
  const di = /^0x([0-9a-f]{4})([0-9a-f]{2})([0-9a-f]{2})$/.exec(dataId);
  if (di) return variant(`0x${di[1]}0000`, hex(di[2]), hex(di[3]));
  const di1997 = /^0x([9ab])([048])([0-9a-f])([0-9a-e])$/.exec(dataId);
  if (di1997) return variant(`0x${di1997[1]}0${di1997[3]}0`, hex(di1997[4]), hex(di1997[2]) / 4);
  const obis = /^(1-\d+:\d+\.[68])\.(\d+)\.(255|1(?!00)\d\d)$/.exec(dataId);
  if (obis) return variant(`${obis[1]}.0.255`, Number(obis[2]), obisSettlement(Number(obis[3])));
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

/** F is 255 for the present value, and 101 for the last settlement day. */
function obisSettlement(f: number): number {
  return f === OBIS_NOW ? 0 : f - OBIS_SETTLEMENTS;
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? '', 16);
}
