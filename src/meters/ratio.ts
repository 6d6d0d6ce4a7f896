import { type DecimalValue, decimalProduct, isDecimal } from '../octets';
import { findRegister, type Reading } from '../telemetry';
import type { ListedMeter, Ratio } from './listed-meter';

/** Not of the mains: the meter's own batteries, its parameters. */
const NOT_MEASURED: ReadonlySet<string> = new Set(['system', 'parameter', 'control', 'events']);
/** Identifiers of parameters: DL/T 645-2007 class 04, 1997 class C, OBIS outside electricity or with C = 0. */
const PARAMETER = /^0x04.{6}$|^0xc...$|^(?!1-)\d+-|^1-\d+:0\./;

/**
 * The reading at the primary side: value and unit as before where the meter's registers are primary already, where
 * there is nothing to multiply, or where it was done before; else multiplied exactly, with `ratio` shown.
 * `rawValue` stays as the meter sent it.
 */
export function applyRatio(reading: Reading, { ratio }: Pick<ListedMeter, 'ratio'>): Reading {
  if (ratio?.registers !== 'secondary' || reading.ratio !== undefined) return reading;
  const { value } = reading;
  const factor = isMeasured(reading) ? factorOf(reading.unit, ratio) : undefined;
  if (factor === undefined || factor === 1 || !isDecimal(value)) return reading;
  return { ...reading, value: decimalProduct(value, factor), ratio: factor };
}

/** What transformers do to a quantity of this unit. */
function factorOf(unit: string, { ct, vt }: Ratio): DecimalValue | undefined {
  switch (unit) {
    case 'V':
      return vt;
    case 'A':
      return ct;
    case 'kWh':
    case 'kvarh':
    case 'kVAh':
    case 'W':
    case 'var':
    case 'VA':
      return decimalProduct(ct, vt);
    default:
      return undefined;
  }
}

function isMeasured({ dataId }: Reading): boolean {
  const register = findRegister(dataId);
  return register ? !NOT_MEASURED.has(register.category) : !PARAMETER.test(dataId);
}
