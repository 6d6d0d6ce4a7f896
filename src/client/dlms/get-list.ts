import type { SelectedAttribute } from '../../dlms';
import { Failure } from '../../link';
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
const WITHOUT_LIST = 'dlms-without-list';

/**
 * Reads attributes with list where the meter offers it, and one by one where it does not, refuses it, or
 * answers short.
 */
export async function getList(
  attributes: readonly SelectedAttribute[],
  memory: Map<string, unknown>,
  transact: Transact,
): Promise<readonly GetResult[]> {
  const results: GetResult[] = [];
  while (results.length < attributes.length) {
    const rest = attributes.slice(results.length);
    results.push(...((await someWithList(rest, memory, transact)) ?? [await one(rest, transact)]));
  }
  return results;
}

function one([attribute]: readonly SelectedAttribute[], transact: Transact): Promise<GetResult> {
  if (!attribute) throw new Failure('invalid-request', 'nothing is asked for');
  return transact((conversation) => get(conversation, attribute, attribute.selection));
}

/** The first of them, as many as go into one request; undefined where this is no way to ask. */
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
      if (!results) learn(memory, WITHOUT_LIST, true);
      return results;
    });
  } catch (error) {
    if (!(error instanceof AssociationLost)) throw error;
    learn(memory, WITHOUT_LIST, true);
    return undefined;
  }
}
