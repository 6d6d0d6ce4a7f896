import { type DataAccessResult, type DataBlock, joinDataBlocks } from '../../dlms';
import { Failure } from '../../link';
import { FrameError, toHex } from '../../octets';
import { MAX_ANSWER } from './general-blocks';

/** More than that answer has in blocks of 160 octets; a meter may send empty ones for ever. */
const MAX_BLOCKS = 100_000;

/** A block of an answer, or why there is no more. */
export type Piece = DataBlock | { readonly lastBlock: boolean; readonly error: DataAccessResult };

/**
 * What `read` makes of an answer in the blocks of its service, each asked for by the number of the one before.
 * @throws Failure `meter-refused` for a block out of turn, or more than any answer; what `read` throws.
 */
export async function gatherData<Answer>(
  first: Piece,
  next: (blockNumber: number) => Promise<Piece>,
  read: (octets: Uint8Array) => Answer,
): Promise<Answer | { readonly error: DataAccessResult }> {
  const blocks: DataBlock[] = [];
  let digits = 0;
  for (let piece = first; ; piece = await next(blocks.length)) {
    if ('error' in piece) return whole(blocks, read) ?? { error: piece.error };
    blocks.push(piece);
    if (piece.blockNumber !== blocks.length) {
      const { blockNumber } = piece;
      throw new Failure('meter-refused', `block ${blockNumber} came in place of ${blocks.length}`);
    }
    digits += piece.rawData.length;
    if (digits > 2 * MAX_ANSWER || blocks.length > MAX_BLOCKS) {
      throw new Failure(
        'meter-refused',
        `an answer of more than ${MAX_ANSWER} octets or ${MAX_BLOCKS} blocks`,
      );
    }
    if (piece.lastBlock) return read(joinDataBlocks(blocks));
  }
}

/**
 * An answer whose last block does not say that it is: some servers announce one more where the rest just fits,
 * and have none. Data tell where they end, so what can be read to its last octet is all of it.
 */
function whole<Answer>(
  blocks: readonly DataBlock[],
  read: (octets: Uint8Array) => Answer,
): Answer | undefined {
  const last = blocks.at(-1);
  if (!last) return undefined;
  try {
    return read(joinDataBlocks([...blocks.slice(0, -1), { ...last, lastBlock: true }]));
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
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
