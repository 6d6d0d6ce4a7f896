/** Register groups that a DL/T 645 poller can be set to. */
export type Dlt645Group = 'energy' | 'instantaneous' | 'all' | 'billing';

const TARIFFS = [1, 2, 3, 4];

const ENERGY = ['00000000', '00010000', '00020000', '9010', '9020'];
const TARIFF_ENERGY = TARIFFS.flatMap((tariff) => [`00010${tariff}00`, `901${tariff}`]);
const INSTANTANEOUS = [
  ...['02010100', '02010200', '02010300'],
  ...['02020100', '02020200', '02020300'],
  ...['02030000', '02060000', '02800002'],
  ...['B611', 'B612', 'B613', 'B621', 'B622', 'B623', 'B630', 'B650'],
];
const REACTIVE_POWER = ['02040000', 'B640'];
/** Import and export, total and tariffs, at the last settlement day; in 1997 at the end of last month. */
const BILLING = [0, ...TARIFFS].flatMap((tariff) => [
  ...[`00010${tariff}01`, `00020${tariff}01`],
  ...[`941${tariff}`, `942${tariff}`],
]);

/**
 * Data identifiers by group: 8 digits those of 2007, 4 digits those of 1997. A meter is asked for those of
 * its own edition.
 */
export const DLT645_GROUPS: Readonly<Record<Dlt645Group, readonly string[]>> = {
  energy: ENERGY,
  instantaneous: INSTANTANEOUS,
  all: [...ENERGY, ...TARIFF_ENERGY, ...INSTANTANEOUS, ...REACTIVE_POWER],
  billing: BILLING,
};
