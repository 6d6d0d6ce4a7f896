import type { RuleText } from './rule-text';

const voltage: readonly RuleText[] = [
  {
    name: 'overvoltage',
    condition: 'high',
    registers: 'phase-voltages',
    limit: '250',
    clear: '245',
    unit: 'V',
    severity: 'warning',
  },
  {
    // Below the floor the voltage is not low, it is gone.
    name: 'undervoltage',
    condition: 'low',
    registers: 'phase-voltages',
    limit: '180',
    clear: '185',
    floor: '23',
    unit: 'V',
    severity: 'warning',
  },
  {
    name: 'voltage_loss',
    condition: 'low',
    registers: 'phase-voltages',
    limit: '23',
    clear: '46',
    unit: 'V',
    severity: 'critical',
  },
];

const current: readonly RuleText[] = [
  {
    name: 'overcurrent',
    condition: 'magnitude-high',
    registers: 'phase-currents, CURRENT_NEUTRAL',
    limit: '100',
    clear: '95',
    unit: 'A',
    severity: 'critical',
  },
  {
    name: 'current_imbalance',
    condition: 'imbalance',
    registers: 'CURRENT_A, CURRENT_B, CURRENT_C',
    limit: '30',
    clear: '25',
    floor: '5',
    unit: 'A',
    severity: 'warning',
  },
];

const power: readonly RuleText[] = [
  {
    name: 'overload',
    condition: 'magnitude-high',
    registers: 'active-power',
    limit: '10000',
    clear: '9500',
    unit: 'W',
    severity: 'warning',
  },
  {
    name: 'low_power_factor',
    condition: 'magnitude-low',
    registers: 'power-factors',
    limit: '0.8',
    clear: '0.85',
    floor: '0.01',
    severity: 'info',
  },
];

const balance: readonly RuleText[] = [
  {
    name: 'low_balance',
    condition: 'low',
    registers: 'BALANCE_ENERGY',
    limit: '10',
    clear: '11',
    unit: 'kWh',
    severity: 'info',
  },
];

const silence: readonly RuleText[] = [
  {
    name: 'communication_lost',
    condition: 'event',
    registers: 'meter_disconnected, status:offline',
    clear: 'meter_connected, meter_reconnected, status:online',
    severity: 'warning',
  },
  {
    name: 'communication_restored',
    condition: 'event',
    registers: 'alarm_cleared:communication_lost',
    severity: 'info',
  },
  { name: 'no_readings', condition: 'silence', limit: '2 h', severity: 'warning' },
];

const events: readonly RuleText[] = [
  {
    name: 'meter_tamper',
    condition: 'increase',
    registers: 'tamper-counts',
    severity: 'critical',
    latch: 'true',
  },
  { name: 'meter_fault', condition: 'bits', registers: 'ERROR_REGISTER', severity: 'warning' },
  {
    name: 'meter_fault',
    condition: 'bits',
    registers: 'RUN_STATE_1',
    limit: 'clock battery low, outage-reading battery low',
    severity: 'warning',
  },
  {
    name: 'power_outage',
    condition: 'bits',
    registers: 'RUN_STATE_7',
    limit: 'power-down',
    severity: 'critical',
  },
  {
    name: 'power_outage',
    condition: 'increase',
    registers: 'power-failure-counts',
    clearAfter: '1 min',
    severity: 'critical',
  },
  {
    name: 'power_restored',
    condition: 'event',
    registers: 'alarm_cleared:power_outage',
    severity: 'info',
  },
];

/**
 * Rules to begin with, by family. The limits of overvoltage, undervoltage, overcurrent, overload and low balance
 * are the ones that back ends know; each clears a little on the good side of its limit.
 */
export const PRESETS = { voltage, current, power, balance, silence, events } as const;

export type Family = keyof typeof PRESETS;

export const ALL_PRESETS: readonly RuleText[] = Object.values(PRESETS).flat();
