import { FrameError, fromHex } from '../../octets';
import { Recent } from '../../recent/recent';
import type { PlainApdu } from '../apdu/apdu';
import type { GeneralBlockTransfer } from '../apdu/block-transfer';
import type { DataBlock } from '../apdu/data-block';
import { decodeDataResults, type GetResponse } from '../apdu/get';
import { joinDataBlocks } from '../apdu/join-blocks';
import { decodeData } from '../axdr';

/** What a last block completes: an APDU by itself, or octets that are one. */
export type Joined = { readonly apdu: GetResponse } | { readonly octets: Uint8Array };

type BlockOfGet = Extract<GetResponse, { readonly kind: 'with-datablock' }>;

/** Answers in blocks that are gathered at one time. */
const MAX_SEQUENCES = 1_000;
/** Hex digits of one gathered answer: 4 MiB, more than any profile; and of all of them. */
const MAX_DIGITS = 8 * 1024 * 1024;
const MAX_ALL_DIGITS = 8 * MAX_DIGITS;
const MAX_BLOCKS = 20_000;

interface Sequence {
  readonly blocks: DataBlock[];
  digits: number;
}

/** Gathers the blocks of long answers, each sender's and invoke id's by themselves, from the first to the last. */
export class BlockGatherer {
  readonly #sequences = new Recent<Sequence>(MAX_SEQUENCES);

  /**
   * What this APDU completes; `undefined` where it is no block, not the last one, or one whose predecessors
   * were not seen.
   * @throws FrameError where the blocks together are no answer, or exceed any.
   */
  add(apdu: PlainApdu, sender: string): Joined | undefined {
    if (apdu.type === 'general-block-transfer') {
      if (apdu.blockData === '') return undefined;
      const octets = this.gather(`${sender} gbt`, blockOf(apdu));
      return octets && { octets };
    }
    if (apdu.type !== 'get-response' || apdu.kind !== 'with-datablock') return undefined;
    const name = `${sender} get ${apdu.invokeId}`;
    if ('error' in apdu) {
      this.#sequences.delete(name);
      return undefined;
    }
    const octets = this.gather(name, apdu);
    return octets && { apdu: answerOf(apdu, octets) };
  }

  private gather(name: string, block: DataBlock): Uint8Array | undefined {
    const sequence = this.sequenceFor(name, block);
    if (!sequence) return undefined;
    sequence.blocks.push(block);
    sequence.digits += block.rawData.length;
    if (sequence.digits > MAX_DIGITS || sequence.blocks.length > MAX_BLOCKS) {
      this.#sequences.delete(name);
      throw new FrameError('length', 'the blocks exceed any answer', fromHex(block.rawData));
    }
    if (!block.lastBlock) {
      this.makeRoom();
      return undefined;
    }
    this.#sequences.delete(name);
    return joinDataBlocks(sequence.blocks);
  }

  private makeRoom(): void {
    const digits = () => [...this.#sequences.values()].reduce((sum, one) => sum + one.digits, 0);
    while (digits() > MAX_ALL_DIGITS) this.#sequences.dropOldest();
  }

  /** Where a block belongs: the first begins anew, others follow the last; one that comes again changes nothing. */
  private sequenceFor(name: string, { blockNumber }: DataBlock): Sequence | undefined {
    if (blockNumber === 1) {
      const fresh = { blocks: [], digits: 0 };
      this.#sequences.set(name, fresh);
      return fresh;
    }
    const known = this.#sequences.get(name);
    const expected = (known?.blocks.length ?? 0) + 1;
    if (blockNumber > expected) this.#sequences.delete(name);
    return blockNumber === expected ? known : undefined;
  }
}

function blockOf({ lastBlock, blockNumber, blockData }: GeneralBlockTransfer): DataBlock {
  return { lastBlock, blockNumber, rawData: blockData };
}

function answerOf(block: BlockOfGet, octets: Uint8Array): GetResponse {
  const { type, invokeId, confirmed, highPriority } = block;
  const head = { type, invokeId, confirmed, highPriority } as const;
  const results = resultsIn(octets);
  return results
    ? { ...head, kind: 'with-list', results }
    : { ...head, kind: 'normal', data: decodeData(octets) };
}

/** The results of a GET with list; `undefined` where the octets are Data, which a list never looks like. */
function resultsIn(octets: Uint8Array) {
  try {
    decodeData(octets);
    return undefined;
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    return listIn(octets);
  }
}

function listIn(octets: Uint8Array) {
  try {
    return decodeDataResults(octets);
  } catch (fault) {
    if (!(fault instanceof FrameError)) throw fault;
    return undefined;
  }
}
