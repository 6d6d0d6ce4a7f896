/** Register groups that a DLMS poller can be set to. */
export type DlmsGroup = 'energy' | 'instantaneous' | 'all';

/** A COSEM attribute to poll: class and logical name; attribute 2 holds the value. */
export interface DlmsRegister {
  readonly classId: number;
  readonly obis: string;
}

const registers = (...codes: readonly string[]): readonly DlmsRegister[] =>
  codes.map((code) => ({ classId: 3, obis: `1-0:${code}.255` }));

const CURRENT_TARIFF: DlmsRegister = { classId: 1, obis: '0-0:96.14.0.255' };
const DLMS_ENERGY = registers('1.8.0', '2.8.0', '15.8.0');
const DLMS_TARIFFS = registers('1.8.1', '1.8.2', '1.8.3', '1.8.4');
const DLMS_INSTANTANEOUS = registers(
  ...['12.7.0', '32.7.0', '52.7.0', '72.7.0'],
  ...['11.7.0', '31.7.0', '51.7.0', '71.7.0', '91.7.0'],
  ...['1.7.0', '2.7.0', '3.7.0', '4.7.0', '9.7.0', '13.7.0', '14.7.0'],
);

/**
 * COSEM registers by group. A meter is asked for what it does not have once a day only, so the groups
 * name what single-phase and three-phase meters have. `energy` carries what the reference gateway's did.
 */
export const DLMS_GROUPS: Readonly<Record<DlmsGroup, readonly DlmsRegister[]>> = {
  energy: [...DLMS_ENERGY, ...registers('12.7.0', '11.7.0', '1.7.0', '14.7.0'), CURRENT_TARIFF],
  instantaneous: DLMS_INSTANTANEOUS,
  all: [...DLMS_ENERGY, ...DLMS_TARIFFS, ...DLMS_INSTANTANEOUS, CURRENT_TARIFF],
};
