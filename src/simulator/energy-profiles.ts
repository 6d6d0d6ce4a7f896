import { dateTime } from './cosem-time';
import { DlmsProfile, doubleLongUnsigned } from './dlms-profile';
import type { EnergyHistory } from './energy-history';

const QUARTER = 900_000;
/** Forty days. */
const QUARTERS = 40 * 96;
const MONTHS = 13;

const CLOCK = '0008' + '0000010000ff' + '02';
const IMPORT = '0003' + '0100010800ff' + '02';
const EXPORT = '0003' + '0100020800ff' + '02';

/** Load profile 1: active energy, each quarter of an hour. */
export function loadProfile({ now, imported }: EnergyHistory): DlmsProfile {
  return new DlmsProfile({
    descriptor: '0007' + '0100630100ff',
    columns: [CLOCK, IMPORT],
    period: QUARTER / 1_000,
    capacity: QUARTERS,
    times: () => {
      const last = Math.floor(now() / QUARTER);
      return Array.from({ length: QUARTERS }, (_, row) => (last - QUARTERS + 1 + row) * QUARTER);
    },
    cells: (time) => [dateTime(time), doubleLongUnsigned(imported(time))],
  });
}

/** Bills of the last months, each at the beginning of the month behind it. */
export function billingProfile({ now, imported, exported }: EnergyHistory): DlmsProfile {
  return new DlmsProfile({
    descriptor: '0007' + '0000620100ff',
    columns: [CLOCK, IMPORT, EXPORT],
    period: 0,
    capacity: MONTHS,
    times: () => {
      const today = new Date(now());
      const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
      return Array.from({ length: MONTHS }, (_, row) => Date.UTC(year, month - MONTHS + 1 + row));
    },
    cells: (time) => [
      dateTime(time),
      doubleLongUnsigned(imported(time)),
      doubleLongUnsigned(exported),
    ],
  });
}
