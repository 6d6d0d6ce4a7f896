import { type Apdu, joinDataBlocks } from '../../dlms';
import type { DataBlock } from '../../dlms/apdu/data-block';
import { FrameError } from '../../octets';

/** What blocks are when they are put together. */
export interface Joined {
  readonly what: 'apdu' | 'data';
  readonly octets: Uint8Array;
}

/** A block of general block transfer, which is of an APDU, or of the data of a GET.response. */
interface Block extends DataBlock {
  readonly what: Joined['what'];
}

/** Puts the blocks in the APDUs of one line together, in the order in which they come. */
export class BlockJoiner {
  #blocks: Block[] = [];

  /** What is whole with this APDU; undefined while blocks are missing, and for what is no block. */
  add(apdu: Apdu): Joined | undefined {
    const block = blockIn(apdu);
    if (block === undefined) return undefined;
    if (block.blockNumber === 1) this.#blocks = [];
    this.#blocks.push(block);
    if (!block.lastBlock) return undefined;
    const octets = joinedOf(this.#blocks);
    this.#blocks = [];
    return octets && { what: block.what, octets };
  }
}

/** A block without octets only acknowledges those of the other side. */
function blockIn(apdu: Apdu): Block | undefined {
  if (apdu.type === 'general-block-transfer' && apdu.blockData !== '') {
    const { lastBlock, blockNumber, blockData } = apdu;
    return { what: 'apdu', lastBlock, blockNumber, rawData: blockData };
  }
  if (apdu.type !== 'get-response' || !('rawData' in apdu)) return undefined;
  const { lastBlock, blockNumber, rawData } = apdu;
  return { what: 'data', lastBlock, blockNumber, rawData };
}

/** Undefined where the line does not have all of them. */
function joinedOf(blocks: readonly DataBlock[]): Uint8Array | undefined {
  try {
    return joinDataBlocks(blocks);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}
