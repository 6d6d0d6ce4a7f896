import type { Content } from '../../content';
import type { Apdu, Conformance, GeneralBlockTransfer } from '../../dlms';
import { type Exchange, Failure } from '../../link';
import { type Answers, type AnswerType, answerTo, type Instead, type Taken } from './answer';
import { AssociationLost } from './association-lost';
import type { AssociationProfile } from './association-profile';
import type { Channel } from './channel';
import { type AskBlock, gatherBlocks, sendInBlocks } from './general-blocks';
import type { TakeAnswer, Transport } from './transport';

/** What client and meter agreed on. */
export interface Agreement {
  readonly conformance: ReadonlySet<Conformance>;
  /** Octets of the longest APDU that the meter takes. */
  readonly maxPduSize: number;
}

/** A request, and what it would do to the meter. */
export interface Asked {
  readonly request: Apdu;
  readonly content: Content;
}

const NEXT_BLOCK: Content = { effect: 'read', what: 'next block of an answer' };

/** An association that is open: APDUs in, answers out. */
export class Association {
  readonly profile: AssociationProfile;
  readonly agreed: Agreement;
  readonly #transport: Transport;
  readonly #channel: Channel;

  constructor(
    profile: AssociationProfile,
    agreed: Agreement,
    transport: Transport,
    channel: Channel,
  ) {
    this.profile = profile;
    this.agreed = agreed;
    this.#transport = transport;
    this.#channel = channel;
  }

  /** False: nothing more gets through, and nothing has to be released. */
  get isUsable(): boolean {
    return !this.#transport.isBroken;
  }

  /** Octets of the longest APDU that can be asked without general block transfer. */
  get longestRequest(): number {
    return this.agreed.maxPduSize - this.#channel.overhead;
  }

  /**
   * The answer of this type to a request, general block transfer undone.
   * @throws AssociationLost where the meter answers an exception; Failure; SecurityError; FrameError.
   */
  async ask<Type extends AnswerType>(
    exchange: Exchange,
    { request, content }: Asked,
    type: Type,
    timeout: number,
  ): Promise<Answers[Type]> {
    const take = answerTo(request, type, this.#channel);
    const ask = (apdu: Uint8Array) =>
      this.#transport.ask(exchange, { apdu, content }, take, timeout);
    const askBlock =
      (content: Content): AskBlock =>
      (apdu, isIt) =>
        this.#transport.ask(exchange, { apdu, content }, blockIn(take, isIt), timeout);

    const octets = await this.#channel.protect(request);
    let taken = await (octets.length > this.agreed.maxPduSize
      ? sendInBlocks(octets, this.#longestBlock(octets.length), askBlock(content), ask)
      : ask(octets));
    if ('instead' in taken && isBlock(taken.instead)) {
      const joined = await gatherBlocks(taken.instead, askBlock(NEXT_BLOCK));
      taken = take(joined, {}) ?? taken;
    }
    if ('answer' in taken) return taken.answer;
    throw failureOf(taken.instead);
  }

  /** Ends what lies below, once it is released. @throws Failure */
  close(exchange: Exchange, timeout: number): Promise<void> {
    return this.#transport.close(exchange, timeout);
  }

  #longestBlock(length: number): number {
    const { conformance, maxPduSize } = this.agreed;
    if (conformance.has('general-block-transfer')) return maxPduSize;
    throw new Failure(
      'not-supported',
      `${length} octets are more than the ${maxPduSize} that the meter takes`,
    );
  }
}

/** The block that is waited for; anything else in place of it is a failure. */
function blockIn<Type extends AnswerType>(
  take: TakeAnswer<Taken<Type>>,
  isIt: (block: GeneralBlockTransfer) => boolean,
): TakeAnswer<GeneralBlockTransfer> {
  return (apdu, frame) => {
    const taken = take(apdu, frame);
    if (taken === undefined || 'answer' in taken) return undefined;
    if (!isBlock(taken.instead)) throw failureOf(taken.instead);
    return isIt(taken.instead) ? taken.instead : undefined;
  };
}

function isBlock(apdu: Instead): apdu is GeneralBlockTransfer {
  return apdu.type === 'general-block-transfer';
}

function failureOf(apdu: Instead): Failure {
  switch (apdu.type) {
    case 'exception-response': {
      const { stateError, serviceError } = apdu;
      return new AssociationLost(`the meter answered ${stateError}, ${serviceError}`, apdu);
    }
    case 'confirmed-service-error': {
      const { service, errorClass, error } = apdu;
      return new Failure('meter-refused', `the meter answered ${service}, ${errorClass}, ${error}`);
    }
    case 'general-block-transfer':
      return new Failure('meter-refused', 'the blocks do not answer what was asked');
  }
}
