import type { SelectedAttribute } from '../../dlms';
import { Failure } from '../../link';
import { FrameError } from '../../octets';
import { AssociationLost } from './association-lost';
import type { Conversation } from './conversation';
import { type GetResult, get, getWithList, longestList } from './get';
import { isFresh, learn } from './learned';

/** Runs work in one transaction of the link. */
export type Transact = <Result>(
  work: (conversation: Conversation) => Promise<Result>,
) => Promise<Result>;

/** So few that everybody's answer fits in a small PDU, and more urgent requests wait for no longer. */
const MOST = 16;
const WITH_LIST = 'dlms-with-list';
const WITHOUT_LIST = 'dlms-without-list';

/**
 * Reads some of these attributes, from the first: as many as go into one request where the meter offers lists,
 * else one.
 */
export async function getSome(
  attributes: readonly SelectedAttribute[],
  memory: Map<string, unknown>,
  transact: Transact,
): Promise<readonly GetResult[]> {
  return (await someWithList(attributes, memory, transact)) ?? [await one(attributes, transact)];
}

function one([attribute]: readonly SelectedAttribute[], transact: Transact): Promise<GetResult> {
  if (!attribute) throw new Failure('invalid-request', 'nothing is asked for');
  return transact((conversation) => get(conversation, attribute, attribute.selection));
}

/** Undefined where a list is no way to ask. */
async function someWithList(
  attributes: readonly SelectedAttribute[],
  memory: Map<string, unknown>,
  transact: Transact,
): Promise<readonly GetResult[] | undefined> {
  if (attributes.length < 2 || isFresh(memory, WITHOUT_LIST)) return undefined;
  try {
    return await transact(async (conversation) => {
      if (!conversation.agreed.conformance.has('multiple-references')) return undefined;
      const count = Math.min(MOST, longestList(conversation));
      if (count < 2) return undefined;
      const results = await getWithList(conversation, attributes.slice(0, count));
      learn(memory, results ? WITH_LIST : WITHOUT_LIST, true);
      return results;
    });
  } catch (error) {
    if (!isRefusal(error, memory)) throw error;
    learn(memory, WITHOUT_LIST, true);
    return undefined;
  }
}

/** Of a meter that has answered a list before, silence tells nothing of lists. */
function isRefusal(error: unknown, memory: ReadonlyMap<string, unknown>): boolean {
  if (error instanceof AssociationLost || error instanceof FrameError) return true;
  const isLost = error instanceof Failure && error.code === 'command-timeout';
  return isLost && !memory.has(WITH_LIST);
}
