import { FUNCTION_CODES } from './functions';
import type { Request } from './request';

type Check = readonly [expected: string, isSo: (value: unknown) => boolean];

const TEXT: Check = ['text', (value) => typeof value === 'string'];
const NUMBER: Check = ['a number', (value) => typeof value === 'number'];
/** More wake no meter up any better. */
const MOST_LEAD_BYTES = 32;
const LEAD_BYTES: Check = [
  `a number from 0 to ${MOST_LEAD_BYTES}`,
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_LEAD_BYTES,
];
const VALUE: Check = ['a value', isValue];
const VALUES: Check = ['a list of values', (value) => Array.isArray(value) && value.every(isValue)];
const STANDARD: Check = ['"2007" or "1997"', (value) => value === '2007' || value === '1997'];

/** What may be said of a request; which of it is used depends on its type. */
const FIELDS: Readonly<Record<string, Check>> = {
  standard: STANDARD,
  ...every(TEXT, ['address', 'di', 'from', 'meterAddress', 'time', 'events', 'action']),
  ...every(TEXT, ['password', 'passwordWire', 'operator', 'operatorWire', 'dataHex']),
  ...every(TEXT, ['oldPassword', 'oldPasswordWire', 'newPassword', 'newPasswordWire']),
  ...every(TEXT, ['validUntil', 'validUntilWire']),
  leadBytes: LEAD_BYTES,
  ...every(NUMBER, ['blocks', 'seq', 'month', 'day', 'hour', 'minute', 'baud']),
  ...every(NUMBER, ['control', 'n1', 'n2', 'output']),
  value: VALUE,
  values: VALUES,
};

/** What a request cannot do without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  read: ['di'],
  'read-following': ['di'],
  write: ['di'],
  'write-address': ['meterAddress'],
  'broadcast-time': ['time'],
  'baud-rate': ['baud'],
  'clear-events': ['events'],
  output: ['output'],
  authentication: ['dataHex'],
  vendor: ['control', 'dataHex'],
};

const TYPES: ReadonlySet<unknown> = new Set([
  ...Object.keys(FUNCTION_CODES['2007']),
  ...Object.keys(FUNCTION_CODES['1997']),
  'vendor',
]);

/**
 * A request from what somebody has put together by hand. Fields that no request has are left out.
 * @throws RangeError that names the field which is missing or not what it should be.
 */
export function requestOf(input: Readonly<Record<string, unknown>>): Request {
  const { type } = input;
  if (!TYPES.has(type)) throw new RangeError(`type is one of ${[...TYPES].join(', ')}`);
  const given = Object.entries(FIELDS).filter(([name]) => input[name] !== undefined);
  for (const [name, [expected, isSo]] of given) {
    if (!isSo(input[name])) throw new RangeError(`${name} is not ${expected}`);
  }
  const missing = NEEDED[String(type)]?.find((name) => input[name] === undefined);
  if (missing) throw new RangeError(`a request "${type}" needs ${missing}`);
  return { type, ...Object.fromEntries(given.map(([name]) => [name, input[name]])) } as Request;
}

function every(check: Check, names: readonly string[]): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

/** As values are decoded; which of them a register takes is for its format to say. */
function isValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'invalidBcd' in value) return isSimple(value);
  return 'demand' in value && 'time' in value && isSimple(value.demand) && isSimple(value.time);
}

function isSimple(value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'string') return true;
  return typeof value === 'object' && 'invalidBcd' in value && typeof value.invalidBcd === 'string';
}
