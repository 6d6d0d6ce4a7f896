import type { ControlAction, FunctionType } from '../../dlt645';

/** What a function does, in words (DL/T 645-2007, 7; 1997 in what it has). */
export const FUNCTION_NAMES: Readonly<Record<FunctionType | 'vendor', string>> = {
  read: 'read data',
  'read-following': 'read following data',
  're-read': 'read again',
  'read-address': 'read address',
  write: 'write data',
  'write-address': 'write address',
  'broadcast-time': 'broadcast time',
  freeze: 'freeze',
  'baud-rate': 'change the communication rate',
  password: 'change a password',
  'clear-demand': 'clear maximum demand',
  'clear-meter': 'clear the meter',
  'clear-events': 'clear events',
  control: 'relay, alarm or power protection',
  output: 'multi-function output',
  authentication: 'security authentication',
  vendor: "a maker's own function",
};

export const ACTION_NAMES: Readonly<Record<ControlAction, string>> = {
  trip: 'trip: open the relay',
  closePermit: 'permit closing: the customer presses the button',
  close: 'close the relay',
  tripReclose: 'trip and close again by itself',
  tripRecloseLinked: 'trip and close again by itself, linked',
  alarm: 'alarm on',
  alarmClear: 'alarm off',
  powerProtect: 'protect the supply: the relay stays closed',
  powerProtectClear: 'end of supply protection',
};

const ERROR_NAMES: Readonly<Record<string, string>> = {
  other: 'other error',
  noData: 'no such data',
  unauthorised: 'wrong password or not authorised',
  baud: 'the communication rate cannot be changed',
  seasons: 'too many seasons',
  slots: 'too many time slots a day',
  tariffs: 'too many tariffs',
  reserved: 'a reserved bit',
  illegalData: 'illegal data',
  identifier: 'wrong identifier',
  password: 'wrong password',
  suspended: 'authentication suspended',
  mac: 'wrong MAC',
  authenticationTimeout: 'authentication expired',
  executionTime: 'the time to act is over',
  powerProtected: 'the supply is protected',
  recoveryTime: 'the time of recovery is over',
  alreadyTripped: 'already tripped',
};

/** The bits of an error word in words. */
export function errorText(bits: readonly string[]): string {
  return bits.map((bit) => ERROR_NAMES[bit] ?? bit).join(', ') || 'no bit is set';
}
