import { encodeValue } from './encode-value';
import type { Field, ListLayout, Register, RegisterTable } from './registers';
import type { Value } from './value';
import { fromSent } from './wire';

/** What a register is to hold, in the form in which it is decoded. */
export interface DataInput {
  readonly value?: Value;
  /** Of a block, or of a record in the order of its fields. */
  readonly values?: readonly Value[];
  /** The octets themselves, as hex in wire order: for what the table does not describe. */
  readonly dataHex?: string;
}

/**
 * The data of the register `di`, without the identifier: the octets given, or the values by its layout.
 * @throws RangeError where no such register is known, or it cannot hold them.
 */
export function encodeDataOf(di: string, input: DataInput, registers: RegisterTable): Uint8Array {
  if (input.dataHex !== undefined) return fromSent(input.dataHex, 'dataHex');
  const register = registers.findText(di);
  if (register === undefined) throw new RangeError(`no register ${di} is known: give its dataHex`);
  return encodeData(register, input);
}

/**
 * The data of a register, without the identifier.
 * @throws RangeError where the register cannot hold them.
 */
export function encodeData(register: Register, { value, values }: DataInput): Uint8Array {
  const { di, layout } = register;
  switch (layout.kind) {
    case 'value':
      if (value === undefined) throw new RangeError(`${di} takes a value`);
      return encodeValue(layout.format, value, di);
    case 'list':
      return encodeList(layout, values, di);
    case 'record':
      return encodeRecord(layout.fields, values, di);
    default:
      throw new RangeError(`${di} is encoded from octets only: dataHex`);
  }
}

function encodeList(
  { format, count, most }: ListLayout,
  values: readonly Value[] | undefined,
  di: string,
): Uint8Array {
  const number = values?.length ?? 0;
  if (values === undefined || number === 0 || number > most || (count ?? number) !== number) {
    throw new RangeError(`${di} takes ${count ?? `1 to ${most}`} values`);
  }
  return Uint8Array.from(values.flatMap((value) => [...encodeValue(format, value, di)]));
}

function encodeRecord(
  fields: readonly Field[],
  values: readonly Value[] | undefined,
  di: string,
): Uint8Array {
  const formats = fields.flatMap(({ format, count }) => new Array(count).fill(format));
  if (values?.length !== formats.length) {
    throw new RangeError(`${di} takes ${formats.length} values`);
  }
  return Uint8Array.from(values.flatMap((value, at) => [...encodeValue(formats[at], value, di)]));
}
