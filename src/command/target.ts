import { obisToOctets, parseObis } from '../dlms';
import type { Standard } from '../dlt645';
import { Failure } from '../link';
import {
  findRegister,
  identifiersOf,
  keyOfFormerName,
  keyOfMisnamed,
  type RegisterIds,
  type Source,
} from '../telemetry';

/** A register as it was asked for, by whatever name. */
export interface Target {
  /** The words of the request. */
  readonly asked: string;
  /** Undefined where it has no key. */
  readonly key?: string;
  /** What it is in each protocol, as far as that is known; `dataId` form. */
  readonly ids: RegisterIds;
}

const DI = /^(?:0x)?([0-9a-f]{8})$/i;
const DI_1997 = /^(?:0x)?([0-9a-f]{4})$/i;

/**
 * What a request means by a register: a key, a former name, a data identifier (text, or the number itself)
 * or an OBIS code.
 * @throws Failure `unknown-register`; a name that misled says which key it is.
 */
export function targetOf(asked: string | number, protocol: Source): Target {
  const text = String(asked).trim();
  const identifier = typeof asked === 'number' ? numberId(asked) : identifierIn(text);
  if (identifier) return ofIdentifier(text, identifier, protocol);
  const name = text.toUpperCase();
  const meant = keyOfMisnamed(name);
  if (meant !== undefined) {
    throw unknown(`${name} named another quantity: what it read is ${meant}`);
  }
  const own = identifiersOf(name);
  const key = own && hasId(own, protocol) ? name : (keyOfFormerName(name, protocol) ?? name);
  const ids = identifiersOf(key);
  if (!ids) throw unknown(textFor(protocol, text));
  return { asked: text, key, ids };
}

/** The data identifier for a meter of an edition: 8 hex digits, 4 of 1997. @throws Failure */
export function diOf({ ids, asked }: Target, standard: Standard): string {
  const dataId = standard === '1997' ? ids.di1997 : ids.di;
  if (dataId === undefined) throw unknown(textFor('dlt645', asked));
  return dataId.slice(2).toUpperCase();
}

/** The OBIS code for a DLMS meter. @throws Failure */
export function obisOf({ ids, asked }: Target): string {
  if (ids.obis === undefined) throw unknown(textFor('dlms', asked));
  return ids.obis;
}

function numberId(number: number): RegisterIds | undefined {
  if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) return undefined;
  return { di: `0x${number.toString(16).padStart(8, '0')}` };
}

function identifierIn(text: string): RegisterIds | undefined {
  const [, di] = DI.exec(text) ?? [];
  if (di !== undefined) return { di: `0x${di.toLowerCase()}` };
  const [, di1997] = DI_1997.exec(text) ?? [];
  if (di1997 !== undefined) return { di1997: `0x${di1997.toLowerCase()}` };
  if (!/^\d+-\d+:/.test(text)) return undefined;
  try {
    obisToOctets(text);
    return { obis: parseObis(text) };
  } catch {
    throw unknown(`Unknown register: ${text}`);
  }
}

/** An identifier of the other protocol is translated by the catalogue. */
function ofIdentifier(asked: string, given: RegisterIds, protocol: Source): Target {
  const dataId = given.di ?? given.di1997 ?? given.obis ?? '';
  const register = findRegister(dataId);
  const others = register && identifiersOf(register.key);
  const ids = hasId(given, protocol) ? given : { ...others, ...given };
  return { asked, ids, ...(register && { key: register.key }) };
}

function hasId(ids: RegisterIds, protocol: Source): boolean {
  return protocol === 'dlms' ? ids.obis !== undefined : (ids.di ?? ids.di1997) !== undefined;
}

function textFor(protocol: Source, asked: string): string {
  return protocol === 'dlms'
    ? `No DLMS mapping for register: ${asked}`
    : `Unknown register: ${asked}`;
}

function unknown(message: string): Failure {
  return new Failure('unknown-register', message);
}
