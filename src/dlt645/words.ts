import type { Standard } from './registers';
import { bitNames } from './state-words';

/** Bits of the error octet of an abnormal answer, bit 0 first (annex C; 1997 from firmware and captures). */
const ERROR_BITS: Readonly<Record<Standard, readonly string[]>> = {
  '2007': ['other', 'noData', 'unauthorised', 'baud', 'seasons', 'slots', 'tariffs', 'reserved'],
  '1997': [
    'illegalData',
    'identifier',
    'password',
    'baud',
    'seasons',
    'slots',
    'tariffs',
    'reserved',
  ],
};

/** Bits of the two-octet word that refuses a control command with security (State Grid supplement). */
const SECURITY_ERROR_BITS = [
  'suspended',
  'mac',
  'unauthorised',
  'authenticationTimeout',
  'executionTime',
  'powerProtected',
  'powerProtected',
  'recoveryTime',
  'alreadyTripped',
] as const;

/** The names of the bits set in an error word of one octet, or of two with security. */
export function errorBits(standard: Standard, word: number, octets: number): string[] {
  const bits = Array.from({ length: octets * 8 }, (_, bit) => bit).filter(
    (bit) => (word >> bit) & 1,
  );
  return bitNames(bits, octets === 1 ? ERROR_BITS[standard] : SECURITY_ERROR_BITS);
}

/** N1 of function 1CH. */
export const CONTROL_ACTIONS = {
  trip: 0x1a,
  closePermit: 0x1b,
  close: 0x1c,
  tripReclose: 0x1d,
  tripRecloseLinked: 0x1e,
  alarm: 0x2a,
  alarmClear: 0x2b,
  powerProtect: 0x3a,
  powerProtectClear: 0x3b,
} as const;

export type ControlAction = keyof typeof CONTROL_ACTIONS;

/** What N1 asks for; undefined for a maker's own. */
export function controlAction(n1: number): ControlAction | undefined {
  for (const [action, code] of Object.entries(CONTROL_ACTIONS)) {
    if (code === n1) return action as ControlAction;
  }
  return undefined;
}

/** Each rate has one bit of the baud word Z: bit 1 is 600. */
const BAUD_RATES = [600, 1200, 2400, 4800, 9600, 19200] as const;

export type BaudRate = (typeof BAUD_RATES)[number];

/** The rate of a word with one bit set; undefined for any other. */
export function baudRate(z: number): BaudRate | undefined {
  return BAUD_RATES.find((_, index) => z === 2 << index);
}

/** @throws RangeError where the standard has no such rate. */
export function baudWord(baud: number): number {
  const index = (BAUD_RATES as readonly number[]).indexOf(baud);
  if (index < 0) throw new RangeError(`${baud} is none of the rates ${BAUD_RATES.join(', ')}`);
  return 2 << index;
}
