import { type DecodedFrame, decodeFrame, type Frame } from '../dlt645';
import type { Content, Effect } from './content';

type FunctionEffect = Effect | 'listed';

/**
 * What each function does (5.2.3 of DL/T 645-2007, the State Grid supplement, and DL/T 645-1997, whose codes
 * mean nothing else in the later edition but 03H). `listed`: refused unless the gateway lists it.
 */
const FUNCTIONS: Readonly<Record<number, FunctionEffect>> = {
  1: 'read',
  2: 'read',
  4: 'write',
  8: 'write',
  10: 'listed',
  12: 'listed',
  15: 'listed',
  16: 'listed',
  17: 'read',
  18: 'read',
  19: 'read',
  20: 'write',
  21: 'listed',
  22: 'write',
  23: 'listed',
  24: 'listed',
  25: 'listed',
  26: 'listed',
  27: 'listed',
  28: 'act',
  29: 'act',
};

/** 1997: read again, without data. 2007: to the security module, with data. */
const RE_READ_OR_AUTHENTICATION = 3;

/** What a frame would do to the meter that gets it. A meter takes no notice of another one's answers. */
export function contentOfFrame(frame: Frame): Content {
  const { address, function: code } = frame;
  if (frame.response) return { effect: 'read', what: 'an answer', address };
  const name = `function ${code.toString(16).toUpperCase().padStart(2, '0')}H`;
  const what = [name, ...details(frame)].join(' ');
  const effect = effectOf(frame);
  // What switches has to know whom: nobody can read back from everybody.
  if (effect === 'act' && !/^(?!9{12})\d{12}$/.test(address)) {
    return { effect: 'forbidden', what: `${what} to more than one meter`, address };
  }
  if (effect !== 'listed') return { effect, what, address };
  return { effect: 'forbidden', what, address, exception: { kind: 'function', number: code } };
}

function effectOf({ function: code, data }: Frame): FunctionEffect {
  if (code === RE_READ_OR_AUTHENTICATION) return data.length === 0 ? 'read' : 'write';
  return FUNCTIONS[code] ?? 'listed';
}

/** Of a request, what it is about; no value and no password. */
function details(frame: Frame): string[] {
  const { di, n1, n2 }: DecodedFrame = decodeFrame(frame);
  if (di !== undefined) return [di];
  return n1 === undefined ? [] : [`N1=${hex(n1)}`, `N2=${hex(n2 ?? 0)}`];
}

function hex(octet: number): string {
  return `${octet.toString(16).toUpperCase().padStart(2, '0')}H`;
}
