import {
  type AttributeDescriptor,
  type DataResult,
  decodeData,
  decodeDataResults,
  type GetResponse,
  type Invocation,
  type SelectedAttribute,
  type Selection,
} from '../../dlms';
import { Failure } from '../../link';
import type { Conversation } from './conversation';
import { gatherData, type Piece } from './gather-data';

/** What a meter says to a GET. */
export type GetResult = DataResult;

/** Octets of a GET.request with list beside its attributes, and of one attribute without selection. */
const LIST_HEADER = 4;
const LIST_ENTRY = 10;

/** Reads one attribute, in blocks where it comes so. */
export async function get(
  conversation: Conversation,
  attribute: AttributeDescriptor,
  selection: Selection | null,
): Promise<GetResult> {
  const head = { type: 'get-request', ...conversation.invocation() } as const;
  const answer = await conversation.ask(
    { ...head, kind: 'normal', attribute, selection },
    'get-response',
  );
  switch (answer.kind) {
    case 'normal':
      return 'error' in answer ? { error: answer.error } : { data: answer.data };
    case 'with-datablock':
      return gatherData(answer, nextBlock(conversation, head), (octets) => ({
        data: decodeData(octets),
      }));
    case 'with-list':
      throw new Failure('meter-refused', 'the meter answered a GET of one attribute with a list');
  }
}

/**
 * Reads several attributes in one request; undefined where the meter answers fewer, or with something else:
 * then they are to be read one by one.
 */
export async function getWithList(
  conversation: Conversation,
  attributes: readonly SelectedAttribute[],
): Promise<readonly GetResult[] | undefined> {
  const head = { type: 'get-request', ...conversation.invocation() } as const;
  const answer = await conversation.ask({ ...head, kind: 'with-list', attributes }, 'get-response');
  const results = await listIn(conversation, head, answer);
  return results?.length === attributes.length ? results : undefined;
}

/** How many attributes without selection a GET with list can ask for. */
export function longestList({ longestRequest }: Conversation): number {
  return Math.floor((longestRequest - LIST_HEADER) / LIST_ENTRY);
}

type Head = Invocation & { readonly type: 'get-request' };

async function listIn(
  conversation: Conversation,
  head: Head,
  answer: GetResponse,
): Promise<readonly GetResult[] | undefined> {
  if (answer.kind === 'with-list') return answer.results;
  if (answer.kind === 'normal') return undefined;
  const results = await gatherData(answer, nextBlock(conversation, head), decodeDataResults);
  return 'error' in results ? undefined : results;
}

function nextBlock(conversation: Conversation, head: Head): (number: number) => Promise<Piece> {
  return async (blockNumber) => {
    const answer = await conversation.ask({ ...head, kind: 'next', blockNumber }, 'get-response');
    if (answer.kind === 'with-datablock') return answer;
    if (answer.kind === 'normal' && 'error' in answer)
      return { lastBlock: true, error: answer.error };
    throw new Failure('meter-refused', 'the meter answered something else than the next block');
  };
}
