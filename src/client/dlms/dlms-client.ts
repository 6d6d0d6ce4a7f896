import { isDeepStrictEqual } from 'node:util';
import type {
  ActionOutcome,
  AttributeDescriptor,
  Data,
  DataAccessResult,
  Invocation,
  MethodDescriptor,
  SelectedAttribute,
  Selection,
} from '../../dlms';
import { SecurityError } from '../../dlms/security';
import { type Exchange, Failure, type Link, type Permit, type Priority } from '../../link';
import { action } from './action';
import type { Association } from './association';
import { AssociationLost } from './association-lost';
import type { AssociationProfile } from './association-profile';
import { type Conversation, conversation } from './conversation';
import type { CounterStore } from './fresh-counter';
import { type GetResult, get } from './get';
import { getSome } from './get-list';
import { openInStep } from './in-step';
import type { Opening } from './open-association';
import { firstAnswerWithin } from './patience';
import { ProfileOrder, rememberedProfile } from './profile-order';
import { disconnect } from './release';
import { set } from './set';

export interface RequestOptions {
  readonly priority: Priority;
  /** ms to wait for one answer. */
  readonly timeout: number;
  /** For what is more than a read. */
  readonly permit?: Permit | undefined;
}

/** The association is released when nothing has been asked for so long. */
const LINGER = 1_000;
/** Hears each time that a meter was spoken to as it is to be; with the reason, that it is not who it should be. */
export type HearProof = (fault?: SecurityError) => void;

/**
 * The DLMS conversation on a link, shared by all who ask: there is never more than one association. It is
 * opened with the first request, lost and opened again where the meter says so, and released when quiet.
 */
export class DlmsClient {
  readonly #link: Link;
  #profiles: readonly AssociationProfile[];
  readonly #counters: CounterStore | undefined;
  readonly #order = new ProfileOrder();
  /** The meter's, which outlives the link; at first, while nobody knows whose link it is, our own. */
  #memory = new Map<string, unknown>();
  #isOurOwnMemory = true;
  #association: Association | undefined;
  #hearProof: HearProof = () => {};
  #invokeId = 0;
  /** Requests that run or wait. */
  #asking = 0;
  #linger: NodeJS.Timeout | undefined;

  /** @param counters Without it nothing can be asked that takes invocation counters. */
  constructor(link: Link, profiles: readonly AssociationProfile[], counters?: CounterStore) {
    this.#link = link;
    this.#profiles = profiles;
    this.#counters = counters;
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

  /** Other profiles to try from the next association on; one under a profile that is gone is released. */
  useProfiles(profiles: readonly AssociationProfile[]): void {
    this.#profiles = profiles;
  }

  hearProof(hear: HearProof): void {
    this.#hearProof = hear;
  }

  /** The profile that the meter has answered; undefined until one has. */
  get profile(): AssociationProfile | undefined {
    return this.#association?.profile ?? rememberedProfile(this.#profiles, this.#memory);
  }

  /**
   * Reads one attribute.
   * @throws Failure `association-failed`, `command-timeout`, `meter-refused`, `meter-not-trusted`,
   * `storage-failed` or `meter-not-connected`; FrameError where the answer is malformed. So do the others.
   */
  get(
    attribute: AttributeDescriptor,
    options: RequestOptions,
    selection: Selection | null = null,
  ): Promise<GetResult> {
    return this.#transact(options, (speech) => get(speech, attribute, selection));
  }

  /**
   * Reads attributes with as few requests as the meter allows; the results are in the same order. The meter's
   * other requests may come between.
   */
  async getList(
    attributes: readonly SelectedAttribute[],
    options: RequestOptions,
  ): Promise<readonly GetResult[]> {
    const results: GetResult[] = [];
    while (results.length < attributes.length) {
      results.push(...(await this.getSome(attributes.slice(results.length), options)));
    }
    return results;
  }

  /** The same with one request: the results of the first few attributes, at least of one. */
  getSome(
    attributes: readonly SelectedAttribute[],
    options: RequestOptions,
  ): Promise<readonly GetResult[]> {
    return getSome(attributes, this.#memory, (work) => this.#transact(options, work));
  }

  /** Writes one attribute; gives `success`, or why the meter did not. */
  set(
    attribute: AttributeDescriptor,
    data: Data,
    options: RequestOptions,
    selection: Selection | null = null,
  ): Promise<DataAccessResult> {
    return this.#transact(options, (speech) => set(speech, attribute, data, selection));
  }

  /** Calls a method; gives its result, and what it returns. */
  action(
    method: MethodDescriptor,
    data: Data | null,
    options: RequestOptions,
  ): Promise<ActionOutcome> {
    return this.#transact(options, (speech) => action(speech, method, data));
  }

  async #transact<Result>(
    { priority, timeout, permit }: RequestOptions,
    work: (conversation: Conversation) => Promise<Result>,
  ): Promise<Result> {
    clearTimeout(this.#linger);
    this.#asking++;
    try {
      return await this.#link.transact(
        priority,
        (exchange) => this.#converse(exchange, timeout, work),
        permit,
      );
    } finally {
      this.#asking--;
      this.#releaseWhenQuiet();
    }
  }

  /** An association that the meter has dropped in the meantime is opened again, once. */
  async #converse<Result>(
    exchange: Exchange,
    timeout: number,
    work: (conversation: Conversation) => Promise<Result>,
  ): Promise<Result> {
    const wasAssociated = this.#association !== undefined;
    try {
      return await this.#speak(exchange, timeout, work, undefined);
    } catch (error) {
      if (!(error instanceof AssociationLost) || !wasAssociated) throw error;
      return await this.#speak(exchange, timeout, work, error.exception?.invocationCounter);
    }
  }

  async #speak<Result>(
    exchange: Exchange,
    timeout: number,
    work: (conversation: Conversation) => Promise<Result>,
    hint: number | undefined,
  ): Promise<Result> {
    try {
      const association = await this.#associate(exchange, timeout, hint);
      const invocation = () => this.#invocation(association.profile);
      const result = await work(conversation(association, exchange, timeout, invocation));
      this.#hearProof();
      return result;
    } catch (error) {
      if (error instanceof AssociationLost) this.#association = undefined;
      if (error instanceof SecurityError) {
        this.#association = undefined;
        this.#hearProof(error);
        throw new Failure('meter-not-trusted', `the meter is not trusted: ${error.message}`);
      }
      throw error;
    }
  }

  async #associate(
    exchange: Exchange,
    timeout: number,
    hint: number | undefined,
  ): Promise<Association> {
    const open = this.#association;
    if (open?.isUsable && this.#isStillMeant(open.profile)) return open;
    if (open) await this.#release(exchange, open);
    let failure: unknown;
    let answered: AssociationProfile | undefined;
    const candidates = this.#order.candidates(this.#profiles, this.#memory);
    const patience = firstAnswerWithin(timeout, candidates);
    for (const profile of candidates) {
      if (answered && answered.transport.kind !== profile.transport.kind) continue;
      try {
        const association = await this.#open({ exchange, profile, patience, timeout }, hint);
        this.#order.granted(profile, this.#memory);
        this.#association = association;
        return association;
      } catch (error) {
        if (this.#link.closeReason === 'closed-by-meter') this.#order.hungUp(profile, this.#memory);
        if (isFinal(error)) throw error;
        failure ??= error;
        if (!isSilence(error)) answered ??= profile;
      }
    }
    if (!answered) this.#order.unanswered();
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new Failure('association-failed', `DLMS association failed: ${reason}`);
  }

  /** The profile by which a meter was asked who it is may be its own. */
  #isStillMeant(open: AssociationProfile): boolean {
    return this.#profiles.some((profile) => profile === open || isDeepStrictEqual(profile, open));
  }

  #open(
    opening: Pick<Opening, 'exchange' | 'profile' | 'patience' | 'timeout'>,
    hint: number | undefined,
  ): Promise<Association> {
    const invocation = (speaking: AssociationProfile) => this.#invocation(speaking);
    const heard = this.#counters?.heard;
    return openInStep({ ...opening, invocation, heard }, this.#counters, hint);
  }

  async #release(exchange: Exchange, association: Association): Promise<void> {
    this.#association = undefined;
    await disconnect(exchange, association);
  }

  #releaseWhenQuiet(): void {
    if (this.#asking > 0 || !this.#association || this.#link.isClosed) return;
    this.#linger = setTimeout(() => {
      const releaseNow = async (exchange: Exchange): Promise<void> => {
        if (this.#association && this.#asking === 0)
          await this.#release(exchange, this.#association);
      };
      // It fails only when the link closes, and then there is nothing left to release.
      this.#link.transact('back-fill', releaseNow).catch(() => undefined);
    }, LINGER).unref();
  }

  /** The invoke id is 1 to 15: it has four bits, and an answer carries it back. */
  #invocation({ confirmed, highPriority }: AssociationProfile): Invocation {
    this.#invokeId = (this.#invokeId % 15) + 1;
    return { invokeId: this.#invokeId, confirmed, highPriority };
  }
}

/** Another profile would not help. */
function isFinal(error: unknown): boolean {
  if (error instanceof SecurityError) return true;
  return error instanceof Failure && FINAL.has(error.code);
}

/** A meter that refuses has told at least what its line carries. */
function isSilence(error: unknown): boolean {
  return error instanceof Failure && error.code === 'command-timeout';
}

const FINAL: ReadonlySet<string> = new Set(['meter-not-connected', 'storage-failed']);
