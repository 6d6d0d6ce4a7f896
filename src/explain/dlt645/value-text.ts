import type { Demand, InvalidBcd, Value } from '../../dlt645';

/** A value with its unit. */
export function valueText(value: Value | undefined, unit: string | null | undefined): string {
  if (isDemand(value)) {
    return `${simpleText(value.demand, unit)} at ${simpleText(value.time, null)}`;
  }
  return simpleText(value, unit);
}

/** Values of one unit. */
export function valuesText(
  value: Value | readonly Value[],
  unit: string | null | undefined,
): string {
  return [value]
    .flat()
    .map((one: Value) => valueText(one, unit))
    .join('; ');
}

/** The names of the bits that are set in a state word. */
export function bitsText(bits: readonly string[]): string {
  return bits.join(', ') || 'no bit with a name is set';
}

function simpleText(
  value: Exclude<Value, Demand> | undefined,
  unit: string | null | undefined,
): string {
  if (value === null || value === undefined) return 'no value';
  if (typeof value === 'object') return `no decimal digits: ${(value as InvalidBcd).invalidBcd}`;
  return unit ? `${value} ${unit}` : `${value}`;
}

function isDemand(value: Value | undefined): value is Demand {
  return typeof value === 'object' && value !== null && 'demand' in value;
}
