/** Registers that rules name together, by the keys of the catalogue. Each register has its own alarm. */
export const REGISTER_CLASSES: Readonly<Record<string, readonly string[]>> = {
  'phase-voltages': ['VOLTAGE_A', 'VOLTAGE_B', 'VOLTAGE_C', 'VOLTAGE_TOTAL'],
  'line-voltages': ['VOLTAGE_AB', 'VOLTAGE_BC', 'VOLTAGE_CA'],
  'phase-currents': ['CURRENT_A', 'CURRENT_B', 'CURRENT_C', 'CURRENT_TOTAL'],
  'active-power': ['ACTIVE_POWER_TOTAL', 'ACTIVE_POWER_IMPORT', 'ACTIVE_POWER_EXPORT'],
  'phase-active-powers': ['ACTIVE_POWER_A', 'ACTIVE_POWER_B', 'ACTIVE_POWER_C'],
  'power-factors': ['POWER_FACTOR_TOTAL', 'POWER_FACTOR_A', 'POWER_FACTOR_B', 'POWER_FACTOR_C'],
  balances: ['BALANCE_ENERGY', 'BALANCE_MONEY', 'CREDIT_AVAILABLE'],
  'tamper-counts': ['COVER_OPEN_COUNT', 'TERMINAL_COVER_OPEN_COUNT', 'MAGNETIC_FIELD_COUNT'],
  'power-failure-counts': [
    'POWER_FAILURE_COUNT',
    'POWER_FAILURE_ALL_COUNT',
    'LONG_POWER_FAILURE_COUNT',
  ],
};

/** A key of the catalogue or of the user's table, a data identifier, or an OBIS code. */
const REGISTER = /^[\w.:-]{1,64}$/;

/**
 * The registers in a list of names and classes, separated by commas or spaces.
 * @throws RangeError for what can be neither.
 */
export function registersIn(text: string): readonly string[] {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '');
  return [...new Set(names.flatMap(registersOf))];
}

function registersOf(name: string): readonly string[] {
  const known = Object.hasOwn(REGISTER_CLASSES, name) ? REGISTER_CLASSES[name] : undefined;
  if (known) return known;
  // Keys are upper case: a class that is misspelt would otherwise pass for a register that never comes.
  if (!REGISTER.test(name) || /^[a-z]+(-[a-z]+)*$/.test(name)) {
    throw new RangeError(`"${name}" is no register and no class of registers`);
  }
  return [name];
}
