import { BCD_VALUES } from '../octets/bcd';
import { asSent } from './wire';

/** When to freeze: the parts that are there say how often (clause 7.7). */
export interface FreezeTime {
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
}

export type FreezeKind = 'instant' | 'hourly' | 'daily' | 'monthly' | 'once';

/** Octets of a freeze time: minute, hour, day, month in this order on the wire. */
export const FREEZE_OCTETS = 4;

/** Stands for "every". */
const EVERY = 99;
const KINDS: readonly FreezeKind[] = ['instant', 'hourly', 'daily', 'monthly', 'once'];
const UNITS = ['minute', 'hour', 'day', 'month'] as const;

/** A freeze time as sent; `freeze` is absent where the octets are no such time. */
export function decodeFreeze(
  data: Uint8Array,
): FreezeTime & { readonly freeze?: FreezeKind; readonly wire: string } {
  const wire = asSent(data);
  const values = Array.from(data, (octet) => BCD_VALUES[octet] as number);
  const every = values.indexOf(EVERY);
  const count = every < 0 ? UNITS.length : every;
  const rest = values.slice(count);
  if (values.includes(-1) || rest.some((value) => value !== EVERY)) return { wire };
  const freeze = KINDS[count] as FreezeKind;
  const time = Object.fromEntries(
    values.slice(0, count).map((value, index) => [UNITS[index], value]),
  );
  return { freeze, ...time, wire };
}

/** @throws RangeError where a unit is out of range, or a greater one is there without the lesser. */
export function freezeOctets(time: FreezeTime): Uint8Array {
  const greatest = UNITS.filter((unit) => time[unit] !== undefined).at(-1);
  const count = greatest === undefined ? 0 : UNITS.indexOf(greatest) + 1;
  return Uint8Array.from(UNITS, (unit, index) => {
    const value = time[unit];
    if (index >= count) return bcd(EVERY);
    const [least, most] = RANGES[unit];
    if (value === undefined || !Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`a freeze time needs ${unit} ${least} to ${most}, not ${value}`);
    }
    return bcd(value);
  });
}

const RANGES = { minute: [0, 59], hour: [0, 23], day: [1, 31], month: [1, 12] } as const;

function bcd(value: number): number {
  return Math.trunc(value / 10) * 16 + (value % 10);
}
