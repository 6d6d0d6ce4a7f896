import { type ProfileFile, profileFile, type WrittenProfile } from './profile-file';

const electricity = (...codes: readonly string[]): string[] =>
  codes.map((code) => `3/1-0:${code}.255`);

const CURRENT_TARIFF = '1/0-0:96.14.0.255';
const ENERGY = electricity('1.8.0', '2.8.0', '15.8.0');
const TARIFFS = electricity('1.8.1', '1.8.2', '1.8.3', '1.8.4');
const OVERVIEW = electricity('12.7.0', '11.7.0', '1.7.0', '14.7.0');
const SUMS = electricity('1.7.0', '2.7.0', '3.7.0', '4.7.0', '9.7.0', '13.7.0', '14.7.0');
const ANY_PHASE = electricity('12.7.0', '11.7.0', '91.7.0');
const PHASES = electricity('32.7.0', '52.7.0', '72.7.0', '31.7.0', '51.7.0', '71.7.0');
/** Who the meter is, and its clock. */
const IDENTITY = ['8/0-0:1.0.0.255', '1/0-0:42.0.0.255', '1/0-0:96.1.0.255', '1/0-0:96.1.1.255'];

const LOAD_PROFILE = { obis: '1-0:99.1.0.255', every: 15 };
const BILLING = { obis: '0-0:98.1.0.255', day: 1 };

/**
 * A meter of unknown make. A meter is asked for what it does not have once a day only, so the groups name what
 * meters may have. `energy` carries what the reference gateway's did.
 */
const GENERIC_THREE_PHASE: WrittenProfile = {
  title: 'Any three-phase meter',
  groups: {
    energy: [...ENERGY, ...OVERVIEW, CURRENT_TARIFF],
    instantaneous: [...ANY_PHASE, ...PHASES, ...SUMS],
    all: [...ENERGY, ...TARIFFS, ...ANY_PHASE, ...PHASES, ...SUMS, CURRENT_TARIFF],
  },
  loadProfile: LOAD_PROFILE,
  billing: BILLING,
};

const SINGLE_PHASE = electricity('32.7.0', '31.7.0');

const GENERIC_SINGLE_PHASE: WrittenProfile = {
  title: 'Any single-phase meter',
  extends: 'generic-three-phase',
  groups: {
    instantaneous: [...ANY_PHASE, ...SINGLE_PHASE, ...SUMS],
    all: [...ENERGY, ...TARIFFS, ...ANY_PHASE, ...SINGLE_PHASE, ...SUMS, CURRENT_TARIFF],
  },
};

/**
 * What a real EM114070 answered, and what is proven of it: it refuses to tell scales, and 23636 was 236.36 V,
 * 5004 was 50.04 Hz. All other numbers were 0 then, so their scales stay assumed.
 */
const EM114070: WrittenProfile = {
  title: 'EM114070',
  extends: 'generic-single-phase',
  association: { form: 'em114070' },
  registers: {
    '1-0:12.7.0.255': { scaler: -2, unit: 'V', unlessTold: true },
    '1-0:14.7.0.255': { scaler: -2, unit: 'Hz', unlessTold: true },
  },
  groups: {
    instantaneous: [...ANY_PHASE, ...electricity('1.7.0', '3.7.0', '9.7.0', '13.7.0', '14.7.0')],
    all: [
      ...ENERGY,
      ...TARIFFS,
      ...ANY_PHASE,
      ...electricity('1.7.0', '3.7.0', '9.7.0', '13.7.0', '14.7.0'),
      CURRENT_TARIFF,
      ...IDENTITY,
    ],
  },
};

/** The profile of meters of which nothing is known. */
export const GENERIC = 'generic-three-phase';
/** The profile of meters that answer as the EM114070 does. */
export const EM114070_PROFILE = 'em114070';

export const BUILT_IN: ReadonlyMap<string, ProfileFile> = new Map([
  [GENERIC, profileFile(GENERIC_THREE_PHASE)],
  ['generic-single-phase', profileFile(GENERIC_SINGLE_PHASE)],
  [EM114070_PROFILE, profileFile(EM114070)],
]);
