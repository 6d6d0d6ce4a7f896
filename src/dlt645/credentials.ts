import type { Standard } from './registers';
import type { Credentials } from './request';
import { fromPrinted, fromSent } from './wire';

const OCTETS = 4;
const NO_OPERATOR = '00000000';

/**
 * PA P0 P1 P2: the level, then the password low octet first; from text as printed (02123456 is level 02 and
 * password 123456) or, where it is there, from hex as sent.
 * @throws RangeError where there is neither, or it is not eight hex digits.
 */
export function passwordOctets(password: string | undefined, wire: string | undefined): Uint8Array {
  if (wire !== undefined) return fromSent(wire, 'passwordWire', OCTETS);
  if (password === undefined || !/^[0-9a-f]{8}$/i.test(password)) {
    throw new RangeError('a password is eight digits: level 02 and password 123456 are 02123456');
  }
  const level = fromPrinted(password.slice(0, 2), 1, 'password');
  return Uint8Array.from([...level, ...fromPrinted(password.slice(2), 3, 'password')]);
}

/** Password, and in 2007 the operator code low octet first. @throws RangeError */
export function credentialOctets(credentials: Credentials, standard: Standard): number[] {
  const { password, passwordWire, operator = NO_OPERATOR, operatorWire } = credentials;
  const octets = [...passwordOctets(password, passwordWire)];
  if (standard === '1997') return octets;
  const code =
    operatorWire === undefined
      ? fromPrinted(operator, OCTETS, 'operator')
      : fromSent(operatorWire, 'operatorWire', OCTETS);
  return [...octets, ...code];
}
