import { contentOfApdu } from '../content';
import {
  type Apdu,
  type AttributeDescriptor,
  type Data,
  type DataAccessResult,
  decodeData,
  encodeApdu,
  encodeWrapper,
} from '../dlms';
import { serviceApdu } from '../dlms/compose';
import { type Exchange, Failure, type Link, type Permit, type Priority } from '../link';
import { fromHex } from '../octets';
import { type ApduOf, answerTo, isException } from './dlms-answer';
import type { DlmsForm } from './dlms-form';

export interface RequestOptions {
  readonly priority: Priority;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** For what is more than a read. */
  readonly permit?: Permit | undefined;
}

/** What a meter says to a GET. */
export type GetResult = { readonly data: Data } | { readonly error: DataAccessResult };

/** A meter that does not answer an AARQ within this long does not know the form. */
const ASSOCIATION_TIMEOUT = 5_000;
const RELEASE_TIMEOUT = 3_000;
/** The association is released when nothing has been asked for so long. */
const LINGER = 1_000;
/** Octets of one answer that comes in blocks: more than a year of any profile. */
const MAX_ANSWER = 16 * 1024 * 1024;
const FORM = 'dlms-form';

/**
 * The DLMS conversation on a link, shared by all who ask: there is never more than one association. It is
 * opened with the first request, lost and opened again where the meter says so, and released when quiet.
 */
export class DlmsClient {
  readonly #link: Link;
  #forms: readonly DlmsForm[];
  /** The meter's, which outlives the link; at first, while nobody knows whose link it is, our own. */
  #memory = new Map<string, unknown>();
  #isOurOwnMemory = true;
  #associated: DlmsForm | undefined;
  #invokeId = 0;
  /** Requests that run or wait. */
  #asking = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(link: Link, forms: readonly DlmsForm[]) {
    this.#link = link;
    this.#forms = forms;
    link.once('closed', () => clearTimeout(this.#linger));
  }

  /** From now on, what is learned about the meter is kept with it. */
  remember(memory: Map<string, unknown>): void {
    if (this.#isOurOwnMemory) {
      for (const [name, value] of this.#memory) memory.set(name, value);
    }
    this.#isOurOwnMemory = false;
    this.#memory = memory;
  }

  /** Other forms to try from the next association on. */
  useForms(forms: readonly DlmsForm[]): void {
    this.#forms = forms;
  }

  /** The form that the meter has answered; undefined until one has. */
  get form(): DlmsForm | undefined {
    return this.#associated ?? this.#remembered;
  }

  /**
   * Reads one attribute.
   * @throws Failure `association-failed`, `command-timeout`, `meter-refused` or `meter-not-connected`;
   * FrameError where the answer is malformed.
   */
  get(attribute: AttributeDescriptor, options: RequestOptions): Promise<GetResult> {
    return this.#transact(options, (exchange, form) =>
      this.#get(exchange, form, attribute, options.timeout),
    );
  }

  async #transact<Result>(
    { priority, timeout, permit }: RequestOptions,
    work: (exchange: Exchange, form: DlmsForm) => Promise<Result>,
  ): Promise<Result> {
    clearTimeout(this.#linger);
    this.#asking++;
    try {
      return await this.#link.transact(
        priority,
        async (exchange) => {
          const wasAssociated = this.#associated !== undefined;
          try {
            return await work(exchange, await this.#associate(exchange, timeout));
          } catch (error) {
            // An association that the meter has dropped in the meantime is opened again, once.
            if (!(error instanceof AssociationLost) || !wasAssociated) throw error;
            return await work(exchange, await this.#associate(exchange, timeout));
          }
        },
        permit,
      );
    } finally {
      this.#asking--;
      this.#releaseWhenQuiet();
    }
  }

  async #get(
    exchange: Exchange,
    form: DlmsForm,
    attribute: AttributeDescriptor,
    timeout: number,
  ): Promise<GetResult> {
    const { confirmed, highPriority } = form;
    const invokeId = this.#nextInvokeId();
    const head = { type: 'get-request', invokeId, confirmed, highPriority } as const;
    const ask = (request: Apdu) => this.#ask(exchange, form, request, 'get-response', timeout);
    let answer = await ask({ ...head, kind: 'normal', attribute, selection: null });
    let joined = '';
    for (let block = 1; answer.kind === 'with-datablock'; block++) {
      if ('error' in answer) return { error: answer.error };
      if (answer.blockNumber !== block) {
        throw new Failure('meter-refused', `block ${answer.blockNumber} came in place of ${block}`);
      }
      joined += answer.rawData;
      if (joined.length > 2 * MAX_ANSWER) {
        throw new Failure('meter-refused', `an answer of more than ${MAX_ANSWER} octets`);
      }
      if (answer.lastBlock) return { data: decodeData(fromHex(joined)) };
      answer = await ask({ ...head, kind: 'next', blockNumber: block });
    }
    if (answer.kind !== 'normal') {
      throw new Failure('meter-refused', 'the meter answered a GET of one attribute with a list');
    }
    return 'error' in answer ? { error: answer.error } : { data: answer.data };
  }

  async #associate(exchange: Exchange, timeout: number): Promise<DlmsForm> {
    if (this.#associated) return this.#associated;
    const first = this.#remembered;
    const others = this.#forms.filter(({ name }) => name !== first?.name);
    let failure: unknown;
    for (const form of first ? [first, ...others] : others) {
      try {
        await this.#openAssociation(exchange, form, Math.min(timeout, ASSOCIATION_TIMEOUT));
        this.#memory.set(FORM, form.name);
        this.#associated = form;
        return form;
      } catch (error) {
        if (error instanceof Failure && error.code === 'meter-not-connected') throw error;
        failure ??= error;
      }
    }
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new Failure('association-failed', `DLMS association failed: ${reason}`);
  }

  async #openAssociation(exchange: Exchange, form: DlmsForm, timeout: number): Promise<void> {
    try {
      await this.#sendAarq(exchange, form, timeout);
    } catch (error) {
      // A meter that still holds an association of ours refuses another one: release it, then ask again.
      if (!(error instanceof AssociationLost)) throw error;
      await this.#sendRlrq(exchange, form);
      await this.#sendAarq(exchange, form, timeout);
    }
  }

  async #sendAarq(exchange: Exchange, form: DlmsForm, timeout: number): Promise<void> {
    const aare = await this.#ask(exchange, form, AARQ, 'aare', timeout);
    if (aare.result !== 'accepted') {
      throw new Failure('association-failed', `rejected (${aare.diagnosticName ?? aare.result})`);
    }
  }

  /** The release is ours to ask and the meter's to ignore: the EM114070's answer was never waited for. */
  async #sendRlrq(exchange: Exchange, form: DlmsForm): Promise<void> {
    this.#associated = undefined;
    try {
      await this.#ask(exchange, form, RLRQ, 'rlre', RELEASE_TIMEOUT);
    } catch (error) {
      if (error instanceof Failure && error.code === 'meter-not-connected') throw error;
    }
  }

  #releaseWhenQuiet(): void {
    if (this.#asking > 0 || !this.#associated || this.#link.isClosed) return;
    this.#linger = setTimeout(() => {
      const release = async (exchange: Exchange): Promise<void> => {
        if (this.#associated && this.#asking === 0)
          await this.#sendRlrq(exchange, this.#associated);
      };
      // It fails only when the link closes, and then there is nothing left to release.
      this.#link.transact('back-fill', release).catch(() => undefined);
    }, LINGER).unref();
  }

  async #ask<Type extends Apdu['type']>(
    exchange: Exchange,
    form: DlmsForm,
    request: Apdu,
    type: Type,
    timeout: number,
  ): Promise<ApduOf<Type>> {
    const { source, destination } = form;
    const octets = encodeWrapper({ source, destination, payload: encodeApdu(request) });
    const answer = await exchange(
      octets,
      answerTo(request, type, form),
      timeout,
      contentOfApdu(request),
    );
    if (!isException(answer)) return answer;
    this.#associated = undefined;
    const { stateError, serviceError } = answer;
    throw new AssociationLost('meter-refused', `the meter answered ${stateError}, ${serviceError}`);
  }

  get #remembered(): DlmsForm | undefined {
    const name = rememberedForm(this.#memory);
    return this.#forms.find((form) => form.name === name);
  }

  /** 1 to 15: it has four bits, and an answer carries it back. */
  #nextInvokeId(): number {
    this.#invokeId = (this.#invokeId % 15) + 1;
    return this.#invokeId;
  }
}

/** The name of the form that a meter has answered, from its memory. */
export function rememberedForm(memory: ReadonlyMap<string, unknown>): unknown {
  return memory.get(FORM);
}

/** The meter does not know of the association that we believe in. */
class AssociationLost extends Failure {}

/** The usual association request is what the EM114070 was seen to accept, octet for octet (31 octets). */
const AARQ = serviceApdu({ service: 'aarq' });
const RLRQ = serviceApdu({ service: 'rlrq' });
