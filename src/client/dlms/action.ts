import { contentOfApdu } from '../../content';
import {
  type ActionOutcome,
  type Data,
  decodeActionOutcome,
  encodeData,
  type Invocation,
  type MethodDescriptor,
} from '../../dlms';
import { Failure } from '../../link';
import type { Answers } from './answer';
import type { Conversation } from './conversation';
import { dataBlocks, gatherData } from './gather-data';
import { BLOCK_HEADER, goesInBlocks } from './set';

type Answer = Answers['action-response'];
type Head = Invocation & { readonly type: 'action-request' };

/** Calls a method, its parameter and what it returns in blocks where they are long. */
export async function action(
  conversation: Conversation,
  method: MethodDescriptor,
  data: Data | null,
): Promise<ActionOutcome> {
  const head = { type: 'action-request', ...conversation.invocation() } as const;
  const answer = await call(conversation, head, method, data);
  if (answer.kind === 'normal') return outcomeOf(answer);
  if (answer.kind !== 'with-pblock') throw refusal(answer);
  const nextBlock = async (blockNumber: number) => {
    const request = { ...head, kind: 'next-pblock', blockNumber } as const;
    const next = await conversation.ask(request, 'action-response');
    if (next.kind !== 'with-pblock') throw refusal(next);
    return next;
  };
  const octets = await gatherData(answer, nextBlock, (joined) => joined);
  if (!(octets instanceof Uint8Array)) throw refusal(answer);
  return decodeActionOutcome(octets);
}

/** The request in one piece or in blocks; what answers the last of them. */
async function call(
  conversation: Conversation,
  head: Head,
  method: MethodDescriptor,
  data: Data | null,
): Promise<Answer> {
  const octets = data ? encodeData(data) : new Uint8Array();
  const whole = { ...head, kind: 'normal', method, data } as const;
  if (!goesInBlocks(conversation, octets, 'block-transfer-with-action')) {
    return conversation.ask(whole, 'action-response');
  }
  const content = contentOfApdu(whole);
  for (const block of dataBlocks(octets, conversation.longestRequest - BLOCK_HEADER)) {
    const { blockNumber, lastBlock } = block;
    const first = { ...head, kind: 'with-first-pblock', method, ...block } as const;
    const following = { ...head, kind: 'with-pblock', ...block } as const;
    const request = blockNumber === 1 ? first : following;
    const answer = await conversation.ask(request, 'action-response', content);
    if (lastBlock || answer.kind === 'normal') return answer;
    if (answer.kind !== 'next-pblock' || answer.blockNumber !== blockNumber) throw refusal(answer);
  }
  throw new Failure('invalid-request', 'a parameter without octets');
}

function outcomeOf(answer: Extract<Answer, { readonly kind: 'normal' }>): ActionOutcome {
  const { result } = answer;
  if ('data' in answer) return { result, data: answer.data };
  return 'error' in answer ? { result, error: answer.error } : { result };
}

function refusal({ kind }: Answer): Failure {
  return new Failure('meter-refused', `the meter answered an ACTION with ${kind}`);
}
