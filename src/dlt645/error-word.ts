import { namesOf, setBits } from './decode-words';
import type { Standard } from './registers';

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

/** Bits of the two octets with which a security module refuses a control command (State Grid supplement). */
const SECURITY_ERROR_BITS = [
  'suspended',
  'mac',
  'unauthorised',
  'authenticationTimeout',
  'executionTime',
  'powerProtected',
  'recoveryPowerProtected',
  'recoveryTime',
  'alreadyTripped',
];

/** The names of the bits set in the data of an abnormal answer: one octet, or two with security. */
export function errorBits(standard: Standard, data: Uint8Array): string[] {
  return namesOf(setBits(data), data.length === 1 ? ERROR_BITS[standard] : SECURITY_ERROR_BITS);
}
