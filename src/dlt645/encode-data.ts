import type { DecodedField } from './decoded-data';
import { encodeLoadRecords, type LoadRecordInput } from './encode-load-record';
import { encodeValues } from './encode-values';
import { encodeFrozenBlock } from './frozen-block';
import type { Register, RegisterTable } from './registers';
import type { Value } from './value';
import { fromSent } from './wire';

/** What a register is to hold, in the form in which it is decoded. */
export interface DataInput {
  readonly value?: Value;
  /** Of a block, or of a record in the order of its fields. */
  readonly values?: readonly Value[];
  /** Of a frozen block, in the order of its items. */
  readonly fields?: readonly Pick<DecodedField, 'value'>[];
  /** Blocks of a load record. */
  readonly records?: readonly LoadRecordInput[];
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

function encodeData({ di, layout }: Register, input: DataInput): Uint8Array {
  const { value, values = [], fields = [], records = [] } = input;
  switch (layout.kind) {
    case 'load-record':
      return encodeLoadRecords(records);
    case 'frozen-block':
      return encodeFrozenBlock(fields);
    case 'opaque':
      throw new RangeError(`${di} is not described anywhere: give its dataHex`);
    default:
      return encodeValues(layout, value === undefined ? values : [value], di);
  }
}
