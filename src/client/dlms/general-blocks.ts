import { encodeApdu, type GeneralBlockTransfer } from '../../dlms';
import { Failure } from '../../link';
import { fromHex, toHex } from '../../octets';
import { unlessLost } from '../lost-answer';

type Block = GeneralBlockTransfer;

/** Sends octets and gives the block that comes back, where it is the one that is waited for. */
export type AskBlock = (octets: Uint8Array, isIt: (block: Block) => boolean) => Promise<Block>;

/** Octets around a block's data: tag, control, two numbers, and a length of up to five octets. */
const BLOCK_HEADER = 11;
/** One block, then a word from the other side: what every meter can. */
const WINDOW = 1;
/** How often a block that did not come is asked for again. */
const RETRIES = 1;
/** Octets of one answer that comes in blocks: more than a year of any profile. */
export const MAX_ANSWER = 16 * 1024 * 1024;

/**
 * Sends an APDU in blocks, each when the one before is acknowledged (IEC 62056-5-3, 9.3.12). Gives what
 * answers the last one: an APDU, or the first block of one.
 */
export async function sendInBlocks<Answer>(
  apdu: Uint8Array,
  longest: number,
  askBlock: AskBlock,
  answer: (lastBlock: Uint8Array) => Promise<Answer>,
): Promise<Answer> {
  const size = longest - BLOCK_HEADER;
  if (size < 1) throw new Failure('not-supported', `no block fits in ${longest} octets`);
  const count = Math.ceil(apdu.length / size);
  const block = (number: number): Uint8Array =>
    encodeApdu({
      ...head(number, 0),
      lastBlock: number === count,
      blockData: toHex(apdu.subarray((number - 1) * size, number * size)),
    });
  for (let number = 1; number < count; number++) {
    await again(() => askBlock(block(number), ({ blockNumberAck }) => blockNumberAck === number));
  }
  return answer(block(count));
}

/** The octets of the APDU whose first block has come; the others are asked for, one after another. */
export async function gatherBlocks(first: Block, askBlock: AskBlock): Promise<Uint8Array> {
  if (first.blockNumber !== 1) {
    throw new Failure('meter-refused', `block ${first.blockNumber} came in place of 1`);
  }
  let joined = first.blockData;
  let block = first;
  for (let number = 1; !block.lastBlock; number++) {
    const request = encodeApdu({ ...head(number, number), lastBlock: true, blockData: '' });
    block = await again(() => askBlock(request, ({ blockNumber }) => blockNumber === number + 1));
    joined += block.blockData;
    if (joined.length > 2 * MAX_ANSWER) {
      throw new Failure('meter-refused', `an answer of more than ${MAX_ANSWER} octets`);
    }
  }
  return fromHex(joined);
}

/** Asking for the same block twice is harmless: it has a number. */
async function again(ask: () => Promise<Block>): Promise<Block> {
  for (let attempt = 0; attempt < RETRIES; attempt++) {
    const block = await unlessLost(ask());
    if (block) return block;
  }
  return ask();
}

function head(blockNumber: number, blockNumberAck: number) {
  const type = 'general-block-transfer';
  return { type, streaming: false, window: WINDOW, blockNumber, blockNumberAck } as const;
}
