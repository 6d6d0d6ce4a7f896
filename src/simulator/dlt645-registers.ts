import type { Motion } from './device';

/** A register of a DL/T 645 meter: data identifier, and its data as on the wire but free of the 33H offset. */
export interface Dlt645Register {
  readonly identifier: string;
  /** Low octet first; the top bit of the last octet is the sign where the register has one. */
  readonly data: string;
  readonly motion?: Motion;
}

/** A three-phase meter whose phase B feeds back: its current, power and power factor are negative. */
export const THREE_PHASE: readonly Dlt645Register[] = [
  // 12345.67 kWh combined = 12500.00 forward - 154.33 reverse; the four tariffs add up to forward.
  { identifier: '00000000', data: '67 45 23 01', motion: { growth: 1 } },
  { identifier: '00010000', data: '00 00 25 01', motion: { growth: 1 } },
  { identifier: '00010100', data: '10 00 50 00', motion: { growth: 1 } },
  { identifier: '00010200', data: '20 00 40 00' },
  { identifier: '00010300', data: '30 00 25 00' },
  { identifier: '00010400', data: '40 99 09 00' },
  { identifier: '00020000', data: '33 54 01 00' },
  // -56.78 kvarh
  { identifier: '00030000', data: '78 56 00 80' },
  // 220.5, 219.8, 221.3 V
  { identifier: '02010100', data: '05 22', motion: { swing: 5 } },
  { identifier: '02010200', data: '98 21', motion: { swing: 5 } },
  { identifier: '02010300', data: '13 22', motion: { swing: 5 } },
  // 5.234, -1.250, 3.017 A
  { identifier: '02020100', data: '34 52 00' },
  { identifier: '02020200', data: '50 12 80' },
  { identifier: '02020300', data: '17 30 00' },
  // 1.5161 = 1.1310 - 0.2692 + 0.6543 kW
  { identifier: '02030000', data: '61 51 01' },
  { identifier: '02030100', data: '10 13 01' },
  { identifier: '02030200', data: '92 26 80' },
  { identifier: '02030300', data: '43 65 00' },
  // 0.0890 = 0.0300 + 0.0290 + 0.0300 kvar
  { identifier: '02040000', data: '90 08 00' },
  { identifier: '02040100', data: '00 03 00' },
  { identifier: '02040200', data: '90 02 00' },
  { identifier: '02040300', data: '00 03 00' },
  // 1.5400 kVA
  { identifier: '02050000', data: '00 54 01' },
  // 0.984, 0.980, -0.975, 0.981
  { identifier: '02060000', data: '84 09' },
  { identifier: '02060100', data: '80 09' },
  { identifier: '02060200', data: '75 89' },
  { identifier: '02060300', data: '81 09' },
  // Neutral current 0.012 A, 50.02 Hz, 25.6 degrees
  { identifier: '02800001', data: '12 00 00' },
  { identifier: '02800002', data: '02 50', motion: { swing: 2 } },
  { identifier: '02800007', data: '56 02' },
  // Friday 2026-01-30, 10:30:45: date with weekday, time, both
  { identifier: '04000101', data: '05 30 01 26' },
  { identifier: '04000102', data: '45 30 10' },
  { identifier: '0400010C', data: '45 30 10 05 30 01 26' },
  // Run-state words 1 and 3: nothing to report, relay closed
  { identifier: '04000501', data: '00 00' },
  { identifier: '04000503', data: '00 00' },
  // Balance: 154.00 kWh, 198.56 in money
  { identifier: '00900100', data: '00 54 01 00' },
  { identifier: '00900200', data: '56 98 01 00' },
];

/** What differs in a single-phase meter: phase A is the whole, and FF stands where a phase is missing. */
export const SINGLE_PHASE: Readonly<Record<string, string>> = {
  '02010200': 'FF FF',
  '02010300': 'FF FF',
  '02020200': 'FF FF FF',
  '02020300': 'FF FF FF',
  '02030000': '10 13 01',
  '02030200': 'FF FF FF',
  '02030300': 'FF FF FF',
  '02040000': '00 03 00',
  '02040200': 'FF FF FF',
  '02040300': 'FF FF FF',
  '02050000': '40 15 01',
  '02060000': '80 09',
  '02060200': 'FF FF',
  '02060300': 'FF FF',
};

/** What one read of a block gives, in this order. */
export const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  '0001FF00': ['00010000', '00010100', '00010200', '00010300', '00010400'],
  '0201FF00': ['02010100', '02010200', '02010300'],
  '0202FF00': ['02020100', '02020200', '02020300'],
  '0203FF00': ['02030000', '02030100', '02030200', '02030300'],
  '0204FF00': ['02040000', '02040100', '02040200', '02040300'],
  '0206FF00': ['02060000', '02060100', '02060200', '02060300'],
};
