import type { AxdrReader, AxdrWriter } from '../axdr';

/** A piece of a long service's octets (DataBlock-SA, DataBlock-G with raw data). */
export interface DataBlock {
  readonly lastBlock: boolean;
  /** From 1. */
  readonly blockNumber: number;
  /** Lower-case hex; the joined blocks are `Data`, or a list of it. */
  readonly rawData: string;
}

/** Last-block flag, block number of 32 bits, and an octet string. */
export function readDataBlock(reader: AxdrReader): DataBlock {
  return {
    lastBlock: reader.boolean(),
    blockNumber: reader.u32(),
    rawData: reader.octetString(),
  };
}

export function writeDataBlock(writer: AxdrWriter, block: DataBlock): void {
  writer.boolean(block.lastBlock).u32(block.blockNumber).octetString(block.rawData);
}
