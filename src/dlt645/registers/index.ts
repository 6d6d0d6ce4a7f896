import { DEMAND } from './demand';
import { ENERGY } from './energy';
import { EVENTS } from './events';
import { FROZEN } from './frozen';
import { LOAD_RECORDS } from './load-records';
import { PARAMETERS } from './parameters';
import { RegisterTable, type Standard } from './register-table';
import { DEMAND_1997, ENERGY_1997, EVENTS_1997, PARAMETERS_1997, VARIABLES_1997 } from './registers-1997';
import { VARIABLES } from './variables';

export type { Field, Layout, ListLayout, Register, RegisterGroup } from './register';
export { RegisterTable, type Standard, type UserRegister } from './register-table';

/** The registers of both standards. */
export const REGISTERS: Readonly<Record<Standard, RegisterTable>> = {
  '2007': RegisterTable.of('2007', [
    { group: 'energy', rows: ENERGY },
    { group: 'demand', rows: DEMAND },
    { group: 'variable', rows: VARIABLES },
    { group: 'event', rows: EVENTS },
    { group: 'parameter', rows: PARAMETERS },
    { group: 'frozen', rows: FROZEN },
    { group: 'load-record', rows: LOAD_RECORDS },
  ]),
  '1997': RegisterTable.of('1997', [
    { group: 'energy', rows: ENERGY_1997 },
    { group: 'demand', rows: DEMAND_1997 },
    { group: 'variable', rows: VARIABLES_1997 },
    { group: 'event', rows: EVENTS_1997 },
    { group: 'parameter', rows: PARAMETERS_1997 },
  ]),
};

/**
 * What the identifier `di` holds: upper- or lower-case hex digits, most significant first. `table` is a
 * meter model's own; the standard's by default.
 */
export function findRegister(di: string, table: RegisterTable = REGISTERS['2007']) {
  return table.findText(di);
}
