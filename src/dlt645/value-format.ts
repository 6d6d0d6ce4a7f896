import { STATE_WORDS, type StateWordName } from './state-words';

/** How the octets of one value are to be read. */
export type ValueFormat =
  | NumberFormat
  | DemandFormat
  | WordFormat
  | { readonly kind: 'digits' | 'text' | 'identifier' | 'octets'; readonly octets: number };

/** Packed BCD with a fixed number of decimals. */
export interface NumberFormat {
  readonly kind: 'number';
  readonly octets: number;
  readonly decimals: number;
  /** The top bit of the top octet is the sign. */
  readonly signed: boolean;
}

/** A maximum demand followed by the time it occurred, YYMMDDhhmm. */
export interface DemandFormat {
  readonly kind: 'demand';
  readonly octets: number;
  readonly demand: NumberFormat;
}

/** A binary word whose bits have names of their own. */
export interface WordFormat {
  readonly kind: 'word';
  readonly octets: number;
  readonly bits: readonly string[];
}

export const DEMAND_TIME_OCTETS = 5;

const NAMED_FORMATS = /^(DIGITS|ASCII|OCTETS|WORD):(\d+)(?::(\w+))?$/;
const KINDS = { DIGITS: 'digits', ASCII: 'text', OCTETS: 'octets' } as const;

/**
 * A format as the register tables write it:
 * - `XXXXXX.XX`, `NN.N`: BCD digits, measured (X) or set (N), with the decimal point;
 * - `YYMMDDhhmm`, `MMDDNN`: date letters, a BCD octet for each pair, kept as digits;
 * - `XX.XXXX+YYMMDDhhmm`: a demand and its time;
 * - `DIGITS:6`: BCD digits that name something, leading zeros kept;
 * - `ASCII:32`: text, sent last character first;
 * - `WORD:2` or `WORD:2:runState3`: a binary word, its bits named in state-words;
 * - `DI`: a data identifier; `OCTETS:4`: octets as sent.
 *
 * @throws RangeError for any other text.
 */
export function parseValueFormat(text: string, signed: boolean): ValueFormat {
  if (/^[XN]+(?:\.[XN]+)?$/.test(text)) return numberFormat(text, signed);
  if (/^(?:YY|MM|DD|WW|hh|mm|ss|NN)+$/.test(text))
    return { kind: 'digits', octets: text.length / 2 };
  if (text === 'DI') return { kind: 'identifier', octets: 4 };
  const [demand, time] = text.split('+');
  if (demand !== undefined && time === 'YYMMDDhhmm') {
    const format = numberFormat(demand, signed);
    return { kind: 'demand', octets: format.octets + DEMAND_TIME_OCTETS, demand: format };
  }
  return namedFormat(text);
}

function namedFormat(text: string): ValueFormat {
  const [, name, size, bits] = NAMED_FORMATS.exec(text) ?? [];
  const octets = Number(size);
  switch (name) {
    case 'DIGITS':
    case 'ASCII':
    case 'OCTETS':
      return { kind: KINDS[name], octets };
    case 'WORD':
      return { kind: 'word', octets, bits: bits === undefined ? [] : bitNames(bits) };
    default:
      throw new RangeError(`"${text}" is no format of a register`);
  }
}

function numberFormat(text: string, signed: boolean): NumberFormat {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.length + fraction.length;
  return { kind: 'number', octets: Math.ceil(digits / 2), decimals: fraction.length, signed };
}

function bitNames(name: string): readonly string[] {
  if (!Object.hasOwn(STATE_WORDS, name)) throw new RangeError(`no state word is called "${name}"`);
  return STATE_WORDS[name as StateWordName];
}
