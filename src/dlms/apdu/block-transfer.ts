import type { AxdrReader, AxdrWriter } from '../axdr';

/** General-Block-Transfer: a piece of any other APDU's octets. */
export interface GeneralBlockTransfer {
  readonly type: 'general-block-transfer';
  readonly lastBlock: boolean;
  /** The sender goes on without waiting for an acknowledgement. */
  readonly streaming: boolean;
  /** How many blocks the sender is ready to take in a row, 0 to 63. */
  readonly window: number;
  readonly blockNumber: number;
  /** The highest block received without a gap; 0 none. */
  readonly blockNumberAck: number;
  /** Lower-case hex; empty in a mere acknowledgement. */
  readonly blockData: string;
}

const LAST_BLOCK = 0x80;
const STREAMING = 0x40;
const WINDOW = 0x3f;

export function readBlockTransfer(reader: AxdrReader): GeneralBlockTransfer {
  const control = reader.u8();
  return {
    type: 'general-block-transfer',
    lastBlock: (control & LAST_BLOCK) !== 0,
    streaming: (control & STREAMING) !== 0,
    window: control & WINDOW,
    blockNumber: reader.u16(),
    blockNumberAck: reader.u16(),
    blockData: reader.octetString(),
  };
}

export function writeBlockTransfer(writer: AxdrWriter, block: GeneralBlockTransfer): void {
  const { window } = block;
  if (window < 0 || window > WINDOW) throw new RangeError(`a window is 0 to 63, not ${window}`);
  writer
    .u8(window | (block.lastBlock ? LAST_BLOCK : 0) | (block.streaming ? STREAMING : 0))
    .u16(block.blockNumber)
    .u16(block.blockNumberAck)
    .octetString(block.blockData);
}
