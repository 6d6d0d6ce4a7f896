import { FrameError } from '../octets';

/** A logical name as text, `A-B:C.D.E.F` (IEC 62056-6-1): `1-0:1.8.0.255`. */
export type Obis = string;

const OBIS_LENGTH = 6;
const TEXT_FORM = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[.*&](\d{1,3}))?$/;
const DOTTED_FORM = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/**
 * The text form of six octets, from `offset`.
 * @throws FrameError `truncated` where fewer than six are there.
 */
export function obisFromOctets(octets: Uint8Array, offset = 0): Obis {
  const [a, b, c, d, e, f] = octets.subarray(offset, offset + OBIS_LENGTH);
  if (f === undefined)
    throw new FrameError('truncated', 'an OBIS code has six octets', octets, offset);
  return `${a}-${b}:${c}.${d}.${e}.${f}`;
}

/**
 * The six octets of an OBIS code, as people write it: `1-0:1.8.0.255`, `1-0:1.8.0*255`, `1.0.1.8.0.255`;
 * a missing F is 255.
 * @throws SyntaxError where the text is no OBIS code.
 */
export function obisToOctets(text: string): Uint8Array {
  const trimmed = text.trim();
  const groups = (TEXT_FORM.exec(trimmed) ?? DOTTED_FORM.exec(trimmed))?.slice(1);
  const octets = groups?.map((group: string | undefined) =>
    group === undefined ? 255 : Number(group),
  );
  if (octets === undefined || octets.some((value) => value > 255)) {
    throw new SyntaxError(`"${text}" is no OBIS code; they look like 1-0:1.8.0.255`);
  }
  return Uint8Array.from(octets);
}

/** The one form in which the library writes an OBIS code, from any form that `obisToOctets` reads. */
export function parseObis(text: string): Obis {
  return obisFromOctets(obisToOctets(text));
}
