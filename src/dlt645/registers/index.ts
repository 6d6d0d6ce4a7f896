import { DEMAND } from './demand';
import { ENERGY } from './energy';
import { EVENTS } from './events';
import { FROZEN } from './frozen';
import { LOAD_RECORDS } from './load-records';
import { PARAMETERS } from './parameters';
import type { Register } from './register';
import { RegisterTable, type Standard } from './register-table';
import { DEMAND_1997, ENERGY_1997, EVENTS_1997, PARAMETERS_1997, VARIABLES_1997 } from './registers-1997';
import { VARIABLES } from './variables';

export type { Field, Layout, ListLayout, Register, RegisterGroup } from './register';
export { RegisterTable, type Standard, type UserRegister } from './register-table';
export type { RegisterName } from './search';

/** The registers of DL/T 645-2007, annex A, with the State Grid supplement. */
export const REGISTERS_2007 = RegisterTable.of('2007', [
  { group: 'energy', rows: ENERGY },
  { group: 'demand', rows: DEMAND },
  { group: 'variable', rows: VARIABLES },
  { group: 'event', rows: EVENTS },
  { group: 'parameter', rows: PARAMETERS },
  { group: 'frozen', rows: FROZEN },
  { group: 'load-record', rows: LOAD_RECORDS },
]);

/** The registers of DL/T 645-1997. */
export const REGISTERS_1997 = RegisterTable.of('1997', [
  { group: 'energy', rows: ENERGY_1997 },
  { group: 'demand', rows: DEMAND_1997 },
  { group: 'variable', rows: VARIABLES_1997 },
  { group: 'event', rows: EVENTS_1997 },
  { group: 'parameter', rows: PARAMETERS_1997 },
]);

/** The registers of a standard; 2007 by default. */
export function registersOf(standard: Standard = '2007'): RegisterTable {
  return standard === '1997' ? REGISTERS_1997 : REGISTERS_2007;
}

/**
 * What the identifier `di` holds, in constant time; undefined where no register is known. Upper- or
 * lower-case hex digits, most significant first. `table` may be a meter model's own.
 */
export function findRegister(di: string, table: RegisterTable | Standard = '2007'): Register | undefined {
  return (typeof table === 'string' ? registersOf(table) : table).findText(di);
}
