import {
  REGISTERS_1997,
  REGISTERS_2007,
  type RegisterTable,
  type Standard,
  type UserRegister,
} from '../dlt645';
import { findRegister } from './catalogue';

/** A register of a user's meter: how it is decoded, and the key that its readings get. */
export interface OwnRegister extends UserRegister {
  readonly key?: string;
}

/** What the identifiers of one edition hold, and what their readings are called. */
export interface Dlt645Registers {
  readonly table: RegisterTable;
  /** The key of a `dataId` such as `0x00010000`; the `dataId` itself where it has none. */
  readonly keyOf: (dataId: string) => string;
}

const DIGITS: Readonly<Record<Standard, number>> = { '2007': 8, '1997': 4 };

/** The registers of the standard, named by the catalogue. */
export const DLT645_REGISTERS: Readonly<Record<Standard, Dlt645Registers>> = {
  '2007': { table: REGISTERS_2007, keyOf: catalogueKey },
  '1997': { table: REGISTERS_1997, keyOf: catalogueKey },
};

/**
 * The same with a user's own, which come first. Each belongs to the edition whose identifiers are as long.
 * @throws RangeError where one is not well-formed, or one key is to stand for many identifiers.
 */
export function withOwnRegisters(own: readonly OwnRegister[]): typeof DLT645_REGISTERS {
  for (const { di, key } of own) {
    if (key !== undefined && !/^[0-9a-f]+$/i.test(di)) {
      throw new RangeError(`register ${di} is a pattern: one key cannot stand for all it covers`);
    }
  }
  return { '2007': withOwn('2007', own), '1997': withOwn('1997', own) };
}

function withOwn(standard: Standard, all: readonly OwnRegister[]): Dlt645Registers {
  const own = all.filter(({ di }) => isOf(standard, di));
  if (own.length === 0) return DLT645_REGISTERS[standard];
  const keys = new Map(own.map(({ di, key }) => [`0x${di.toLowerCase()}`, key]));
  return {
    table: DLT645_REGISTERS[standard].table.with(own),
    keyOf: (dataId) => keys.get(dataId) ?? catalogueKey(dataId),
  };
}

/** What is as long as no identifier is left to the table of 2007, which says so. */
function isOf(standard: Standard, di: string): boolean {
  return (di.length === DIGITS['1997']) === (standard === '1997');
}

function catalogueKey(dataId: string): string {
  return findRegister(dataId)?.key ?? dataId;
}
