import { FrameError, fromHex } from '../../octets';
import type { GeneralBlockTransfer } from './block-transfer';
import type { DataBlock } from './data-block';

/** The APDU that general block transfer brought in these blocks. @throws FrameError as `joinDataBlocks`. */
export function joinTransferBlocks(blocks: readonly GeneralBlockTransfer[]): Uint8Array {
  return joinDataBlocks(blocks.map((block) => ({ ...block, rawData: block.blockData })));
}

/**
 * What a service's data blocks bring: `Data`, or a list of it. They are given in order, from 1 to the last.
 * @throws FrameError `range` where a block is missing, `truncated` where the last one is.
 */
export function joinDataBlocks(blocks: readonly DataBlock[]): Uint8Array {
  const octets = fromHex(blocks.map(({ rawData }) => rawData).join(''));
  const gap = blocks.findIndex(({ blockNumber }, index) => blockNumber !== index + 1);
  if (gap >= 0) throw new FrameError('range', `block ${gap + 1} is missing`, octets);
  if (!blocks.at(-1)?.lastBlock)
    throw new FrameError('truncated', 'the last block is missing', octets);
  return octets;
}
