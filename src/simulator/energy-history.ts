import { consumption } from './consumption';
import { ZONE } from './cosem-time';

/** What a meter's energy registers showed at any time. Times are local: ms since 1970 as if UTC; energies tens of Wh. */
export interface EnergyHistory {
  readonly now: () => number;
  readonly imported: (time: number) => number;
  readonly exported: number;
}

/** When the registers of a DLMS meter had the values that they are written down with, a Friday; ms since 1970. */
export const SNAPSHOT = Date.UTC(2026, 0, 30, 9, 30, 45);
const IMPORTED = 1_234_571;
const EXPORTED = 7_658;

/** @param now ms since 1970. */
export function energyHistory(address: string, now: () => number): EnergyHistory {
  const drawn = consumption(address);
  const before = IMPORTED - drawn(SNAPSHOT + ZONE);
  return {
    now: () => now() + ZONE,
    imported: (time) => Math.max(Math.round(before + drawn(time)), 0),
    exported: EXPORTED,
  };
}
