import { HEX_OCTETS, hexOfSix } from '../octets/hex-octets';

/**
 * DL/T 645 sends every number low octet first (clause 5.3.2). Two texts of the same octets are in use:
 * as printed, most significant digit first, and as sent.
 */

/** Octets that came low octet first as upper-case hex digits, most significant first: 78 56 is "5678". */
export function printed(octets: Uint8Array, from = 0, to = octets.length): string {
  let text = '';
  let at = to - 1;
  for (; at >= from + 5; at -= 6) {
    text += hexOfSix(
      octets[at] as number,
      octets[at - 1] as number,
      octets[at - 2] as number,
      octets[at - 3] as number,
      octets[at - 4] as number,
      octets[at - 5] as number,
    );
  }
  for (; at >= from; at--) text += HEX_OCTETS[octets[at] as number];
  return text;
}

/** Octets as upper-case hex digits in the order they were sent: 78 56 is "7856". */
export function asSent(octets: Uint8Array, from = 0, to = octets.length): string {
  let text = '';
  let at = from;
  for (; at <= to - 6; at += 6) {
    text += hexOfSix(
      octets[at] as number,
      octets[at + 1] as number,
      octets[at + 2] as number,
      octets[at + 3] as number,
      octets[at + 4] as number,
      octets[at + 5] as number,
    );
  }
  for (; at < to; at++) text += HEX_OCTETS[octets[at] as number];
  return text;
}

/**
 * Hex digits, most significant first, as `count` octets low octet first. Missing high digits are zeros.
 * @throws RangeError where the text is no hex or longer than that; `what` names it in the message.
 */
export function fromPrinted(digits: string, count: number, what: string): Uint8Array {
  if (!/^[0-9a-f]*$/i.test(digits) || digits.length > count * 2) {
    throw new RangeError(`${what} takes up to ${count * 2} hexadecimal digits, not "${digits}"`);
  }
  return Uint8Array.from(Buffer.from(digits.padStart(count * 2, '0'), 'hex').reverse());
}

/**
 * Decimal digits, most significant first, as BCD octets low octet first.
 * @throws RangeError where the text has other characters or too many of them.
 */
export function fromDigits(digits: string, count: number, what: string): Uint8Array {
  if (!/^[0-9]*$/.test(digits) || digits.length > count * 2) {
    throw new RangeError(`${what} takes up to ${count * 2} decimal digits, not "${digits}"`);
  }
  return fromPrinted(digits, count, what);
}

/**
 * Hex text in the order the octets are sent, exactly `count` of them where a count is given.
 * @throws RangeError
 */
export function fromSent(hex: string, what: string, count?: number): Uint8Array {
  const octets = /^(?:[0-9a-f]{2})*$/i.test(hex) ? Buffer.from(hex, 'hex') : undefined;
  if (octets === undefined || (count !== undefined && octets.length !== count)) {
    const size = count === undefined ? 'whole octets of hex' : `${count} octets of hex`;
    throw new RangeError(`${what} takes ${size}, not "${hex}"`);
  }
  return Uint8Array.from(octets);
}

/** @throws RangeError where `value` is no whole number from `least` to 255. */
export function octet(value: number, what: string, least = 0): number {
  if (!Number.isInteger(value) || value < least || value > 0xff) {
    throw new RangeError(`${what} is a number from ${least} to 255, not ${value}`);
  }
  return value;
}
