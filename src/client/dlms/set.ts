import { contentOfApdu } from '../../content';
import {
  type AttributeDescriptor,
  type Data,
  type DataAccessResult,
  encodeData,
  type Selection,
} from '../../dlms';
import { Failure } from '../../link';
import type { Conversation } from './conversation';
import { dataBlocks } from './gather-data';

/** Octets around a block: tags, descriptor, block number, length; and of a selection as much as it takes. */
export const BLOCK_HEADER = 32;

/**
 * Writes one attribute, in blocks where it is longer than what the meter takes; gives what the meter says of
 * it, `success` or why not.
 */
export async function set(
  conversation: Conversation,
  attribute: AttributeDescriptor,
  data: Data,
  selection: Selection | null,
): Promise<DataAccessResult> {
  const head = { type: 'set-request', ...conversation.invocation() } as const;
  const octets = encodeData(data);
  const whole = { ...head, kind: 'normal', attribute, selection, data } as const;
  if (!goesInBlocks(conversation, octets, 'block-transfer-with-set-or-write')) {
    const answer = await conversation.ask(whole, 'set-response');
    return 'result' in answer ? answer.result : refuse(answer.kind);
  }
  const content = contentOfApdu(whole);
  for (const block of dataBlocks(octets, conversation.longestRequest - BLOCK_HEADER)) {
    const { blockNumber, lastBlock } = block;
    const first = {
      ...head,
      kind: 'with-first-datablock',
      attribute,
      selection,
      ...block,
    } as const;
    const request =
      blockNumber === 1 ? first : ({ ...head, kind: 'with-datablock', ...block } as const);
    const answer = await conversation.ask(request, 'set-response', content);
    if ('result' in answer) return answer.result;
    if (lastBlock || answer.kind !== 'datablock' || answer.blockNumber !== blockNumber) {
      return refuse(answer.kind);
    }
  }
  return refuse('nothing');
}

/** Whether a service has to cut its data up, and the meter takes it so; else general blocks do it. */
export function goesInBlocks(
  { agreed, longestRequest }: Conversation,
  octets: Uint8Array,
  blocks: 'block-transfer-with-set-or-write' | 'block-transfer-with-action',
): boolean {
  return octets.length > longestRequest - BLOCK_HEADER && agreed.conformance.has(blocks);
}

function refuse(kind: string): never {
  throw new Failure('meter-refused', `the meter answered a SET with ${kind}`);
}
