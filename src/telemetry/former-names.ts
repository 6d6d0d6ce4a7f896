import type { Source } from './reading';

/** Names that clients of the reference gateway know, and what they read. */
const FORMER: Readonly<Record<string, string>> = {
  ...{ TARIFF_1_ACTIVE: 'TARIFF_1_ACTIVE_IMPORT', TARIFF_2_ACTIVE: 'TARIFF_2_ACTIVE_IMPORT' },
  ...{ TARIFF_3_ACTIVE: 'TARIFF_3_ACTIVE_IMPORT', TARIFF_4_ACTIVE: 'TARIFF_4_ACTIVE_IMPORT' },
  RELAY_STATUS: 'RELAY_STATE',
  DISCONNECT_STATE: 'RELAY_STATE',
  DATE_TIME: 'CLOCK',
  MANUFACTURER_ID: 'DEVICE_ID_2',
  METER_STATUS: 'RUN_STATE_3',
};

const FORMER_IN: Readonly<Record<Source, Readonly<Record<string, string>>>> = {
  dlt645: { ...FORMER, TOTAL_ACTIVE_POSITIVE: 'TOTAL_ACTIVE_COMBINED' },
  dlms: {
    ...FORMER,
    TOTAL_ACTIVE_POSITIVE: 'TOTAL_ENERGY_ABSOLUTE',
    REACTIVE_POWER_TOTAL: 'REACTIVE_POWER_IMPORT',
    APPARENT_POWER_TOTAL: 'APPARENT_POWER_IMPORT',
  },
};

/** Names that stood for another quantity than they said, and the key of what they read. */
const MISNAMED: Readonly<Record<string, string>> = {
  TOTAL_ACTIVE_NEGATIVE: 'TOTAL_ACTIVE_IMPORT',
  TOTAL_REACTIVE_POSITIVE: 'TOTAL_ACTIVE_EXPORT',
  TOTAL_REACTIVE_NEGATIVE: 'TOTAL_REACTIVE_COMBINED_1',
  CURRENT_N: 'CURRENT_SUM',
  ALARM_THRESHOLD: 'ALARM_ENERGY_1',
  VOLTAGE_SAG_L1_COUNT: 'LONG_POWER_FAILURE_DURATION',
  VOLTAGE_SWELL_L1_COUNT: 'LONG_POWER_FAILURE_THRESHOLD',
};

/** What a single-phase DLMS meter has in place of what it was asked for. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  VOLTAGE_A: 'VOLTAGE_TOTAL',
  CURRENT_A: 'CURRENT_TOTAL',
  ACTIVE_POWER_TOTAL: 'ACTIVE_POWER_IMPORT',
  ACTIVE_POWER_A: 'ACTIVE_POWER_IMPORT_A',
  ACTIVE_POWER_B: 'ACTIVE_POWER_IMPORT_B',
  ACTIVE_POWER_C: 'ACTIVE_POWER_IMPORT_C',
};

/** The key that a name stands for today; undefined where the name is no former one. */
export function keyOfFormerName(name: string, protocol: Source): string | undefined {
  return lookUp(FORMER_IN[protocol], name);
}

/** The key of what a misleading name used to read. */
export function keyOfMisnamed(name: string): string | undefined {
  return lookUp(MISNAMED, name);
}

/** The key to try where a DLMS meter does not have a register. */
export function substituteOf(key: string): string | undefined {
  return lookUp(SUBSTITUTES, key);
}

function lookUp(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
