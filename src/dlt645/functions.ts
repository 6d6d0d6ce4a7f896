import type { Standard } from './registers';

/** What a frame asks for or answers. */
export type FunctionType =
  | 'read'
  | 'read-following'
  | 're-read'
  | 'read-address'
  | 'write'
  | 'write-address'
  | 'broadcast-time'
  | 'freeze'
  | 'baud-rate'
  | 'password'
  | 'clear-demand'
  | 'clear-meter'
  | 'clear-events'
  | 'control'
  | 'output'
  | 'authentication';

/** D4 to D0 of the control code (clause 5.2.3; 03H, 1CH and 1DH from the State Grid supplement). */
export const FUNCTION_CODES: Readonly<
  Record<Standard, Readonly<Partial<Record<FunctionType, number>>>>
> = {
  '2007': {
    authentication: 0x03,
    'broadcast-time': 0x08,
    read: 0x11,
    'read-following': 0x12,
    'read-address': 0x13,
    write: 0x14,
    'write-address': 0x15,
    freeze: 0x16,
    'baud-rate': 0x17,
    password: 0x18,
    'clear-demand': 0x19,
    'clear-meter': 0x1a,
    'clear-events': 0x1b,
    control: 0x1c,
    output: 0x1d,
  },
  '1997': {
    read: 0x01,
    'read-following': 0x02,
    're-read': 0x03,
    write: 0x04,
    'broadcast-time': 0x08,
    'write-address': 0x0a,
    'baud-rate': 0x0c,
    password: 0x0f,
    'clear-demand': 0x10,
  },
};

const TYPES: Readonly<Record<Standard, readonly (FunctionType | undefined)[]>> = {
  '2007': byCode('2007'),
  '1997': byCode('1997'),
};

/** What a function code means; `vendor` where the standard does not say. */
export function functionType(standard: Standard, code: number): FunctionType | 'vendor' {
  return TYPES[standard][code] ?? 'vendor';
}

/** @throws RangeError where the standard has no such function. */
export function functionCode(standard: Standard, type: FunctionType): number {
  const code = FUNCTION_CODES[standard][type];
  if (code === undefined) throw new RangeError(`DL/T 645-${standard} has no function "${type}"`);
  return code;
}

function byCode(standard: Standard): (FunctionType | undefined)[] {
  const types: (FunctionType | undefined)[] = new Array(0x20).fill(undefined);
  for (const [type, code] of Object.entries(FUNCTION_CODES[standard]))
    types[code] = type as FunctionType;
  return types;
}
