import { type Content, contentOfApdu } from '../../content';
import type { Apdu, Invocation } from '../../dlms';
import type { Exchange } from '../../link';
import type { Answers, AnswerType } from './answer';
import type { Agreement, Association } from './association';

/** An association as the services see it, for as long as the link is theirs. */
export interface Conversation {
  readonly agreed: Agreement;
  /** Octets of the longest APDU that can be asked. */
  readonly longestRequest: number;
  /** A fresh invoke id, and the bits that the meter wants beside it. */
  invocation(): Invocation;
  /**
   * @param content What the request would do, where that is not to be seen in it: a later block's.
   * @throws as `Association.ask`.
   */
  ask<Type extends AnswerType>(
    request: Apdu,
    type: Type,
    content?: Content,
  ): Promise<Answers[Type]>;
}

export function conversation(
  association: Association,
  exchange: Exchange,
  timeout: number,
  invocation: () => Invocation,
): Conversation {
  const { agreed, longestRequest } = association;
  return {
    agreed,
    longestRequest,
    invocation,
    ask: (request, type, content = contentOfApdu(request)) =>
      association.ask(exchange, { request, content }, type, timeout),
  };
}
