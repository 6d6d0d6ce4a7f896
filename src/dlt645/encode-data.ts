import { encodeValue } from './encode-value';
import type { RegisterTable } from './registers';
import { fieldFormats, type Layout, type Register } from './registers/register';
import type { Value } from './value';
import type { ValueFormat } from './value-format';
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
export function encodeData({ di, layout }: Register, { value, values }: DataInput): Uint8Array {
  const all = value === undefined ? (values ?? []) : [value];
  const formats = formatsOf(layout, all.length, di);
  if (all.length === 0 || all.length !== formats.length) {
    throw new RangeError(`${di} takes ${formats.length || 'at least 1'} values, not ${all.length}`);
  }
  const parts = formats.map((format, index) => encodeValue(format, all[index] ?? null, di));
  return new Uint8Array(Buffer.concat(parts));
}

/** The formats of so many values. */
function formatsOf(layout: Layout, number: number, di: string): ValueFormat[] {
  switch (layout.kind) {
    case 'value':
      return [layout.format];
    case 'list':
      return new Array(layout.count ?? Math.min(number, layout.most)).fill(layout.format);
    case 'record':
      return fieldFormats(layout.fields);
    default:
      throw new RangeError(`${di} is encoded from octets only: dataHex`);
  }
}
