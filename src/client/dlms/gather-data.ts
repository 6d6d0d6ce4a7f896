import { type DataAccessResult, type DataBlock, joinDataBlocks } from '../../dlms';
import { Failure } from '../../link';
import { toHex } from '../../octets';
import { MAX_ANSWER } from './general-blocks';

/** A block of an answer, or why there is no more. */
export type Piece = DataBlock | { readonly lastBlock: boolean; readonly error: DataAccessResult };

/**
 * The octets of an answer in the blocks of its service, each asked for by the number of the one before.
 * @throws Failure `meter-refused` for a block out of turn, or more than any answer.
 */
export async function gatherData(
  first: Piece,
  next: (blockNumber: number) => Promise<Piece>,
): Promise<Uint8Array | { readonly error: DataAccessResult }> {
  const blocks: DataBlock[] = [];
  let digits = 0;
  for (let piece = first; ; piece = await next(blocks.length)) {
    if ('error' in piece) return { error: piece.error };
    blocks.push(piece);
    if (piece.blockNumber !== blocks.length) {
      const { blockNumber } = piece;
      throw new Failure('meter-refused', `block ${blockNumber} came in place of ${blocks.length}`);
    }
    digits += piece.rawData.length;
    if (digits > 2 * MAX_ANSWER) {
      throw new Failure('meter-refused', `an answer of more than ${MAX_ANSWER} octets`);
    }
    if (piece.lastBlock) return joinDataBlocks(blocks);
  }
}

/** Octets in the blocks of a service, each no longer than `size`. */
export function dataBlocks(octets: Uint8Array, size: number): DataBlock[] {
  if (size < 1) throw new Failure('not-supported', 'the meter takes no block of any size');
  const count = Math.ceil(octets.length / size);
  return Array.from({ length: count }, (_, index) => ({
    lastBlock: index === count - 1,
    blockNumber: index + 1,
    rawData: toHex(octets.subarray(index * size, (index + 1) * size)),
  }));
}
