import type { Content, Effect } from '../content';
import { Failure, type Permit } from '../link';
import type { SwitchedMeter } from '../store';
import { ActLimits } from './act-limits';
import type { Channel, CommandOptions } from './options';
import { RelayLock, type ValueMemory } from './relay-lock';
import { type CommandRequest, checkDeadline } from './request';
import { Signatures } from './signature';

/** What the policy has to know of its gateway. */
export interface PolicyHost {
  readonly commandOptions: CommandOptions;
  isTrusted(meterId: string): boolean;
  /** Supplies someone who must never be switched off. */
  isProtected(meterId: string): boolean;
  /** @throws Failure `storage-failed` where what was done would be forgotten. */
  expectDurable(): void;
  readonly values: ValueMemory;
}

/** What somebody wants done. */
export interface Order {
  readonly meterId: string;
  readonly channel: Channel;
  readonly request: CommandRequest;
  /** ms since 1970; nothing is begun afterwards. Infinity: nobody has set one. */
  readonly deadline: number;
  /** What its requests to the meter will be. */
  readonly contents: readonly Content[];
  /** It gives supply, and takes none away. */
  readonly restores: boolean;
}

/** Leave for one order. */
export interface OrderPermit extends Permit {
  /** Whether something has left by it. */
  readonly wasUsed: boolean;
  /** It is over; where nothing has left, it counts for no limit. */
  end(): void;
}

/** What may be done to the meters of a gateway, whoever asks: one for all nodes. */
export class CommandPolicy {
  readonly #host: PolicyHost;
  readonly #limits: ActLimits;
  readonly #signatures = new Signatures();
  readonly lock: RelayLock;

  constructor(host: PolicyHost) {
    this.#host = host;
    this.#limits = new ActLimits(() => host.commandOptions);
    this.lock = new RelayLock(() => host.values);
  }

  /** What an earlier process switched counts for the limits, the earliest first. */
  recall(earlier: readonly SwitchedMeter[]): void {
    this.#limits.recall(earlier);
  }

  /** @throws Failure `write-disabled` or `relay-disabled` where nothing of this kind is taken from there. */
  checkChannel(effect: Effect, channel: Channel): void {
    const { writeControl, relayControl } = this.#host.commandOptions;
    if (effect === 'read') return;
    if (effect === 'act') {
      if (relayControl === 'off') throw disabled('relay', 'RELAY_CONTROL is off');
      const isOpen = channel === 'relay' || (channel === 'request' && relayControl === 'both');
      if (!isOpen) throw disabled('relay', 'what switches is ordered on command/relay');
      return;
    }
    if (writeControl === 'off') throw disabled('write', 'WRITE_CONTROL is off');
    const isOpen = channel === 'write' || (channel === 'request' && writeControl === 'both');
    if (!isOpen) throw disabled('write', 'what changes a setting is ordered on command/write');
  }

  /** What a content is here, where what is listed counts as a write. @throws Failure `write-disabled` */
  effectOf({ effect, exception, what }: Content): Effect {
    if (effect !== 'forbidden') return effect;
    const isListed =
      exception !== undefined &&
      this.#host.commandOptions.exceptions.some(
        ({ kind, number }) => kind === exception.kind && number === exception.number,
      );
    if (isListed) return 'write';
    throw new Failure('write-disabled', `not allowed unless the gateway lists it: ${what}`);
  }

  /**
   * Leave to do what is ordered, and only that.
   * @throws Failure that says why not.
   */
  authorise(order: Order): OrderPermit {
    const effect = this.#effectOfAll(order.contents);
    this.checkChannel(effect, order.channel);
    const { commandSecret, requireExpiry } = this.#host.commandOptions;
    const { request, meterId } = order;
    if (requireExpiry && order.deadline === Number.POSITIVE_INFINITY) {
      throw new Failure('invalid-request', 'this gateway takes commands with expiresAt only');
    }
    if (commandSecret !== '') this.#signatures.check(request, meterId, commandSecret);
    this.#checkMeter(order, effect);
    const giveBack = effect === 'act' ? this.#limits.take(meterId) : undefined;
    return this.#permit(order, effect, giveBack);
  }

  #effectOfAll(contents: readonly Content[]): Effect {
    const effects = contents.map((content) => this.effectOf(content));
    return effects.includes('act') ? 'act' : 'write';
  }

  /** Holds as long as everything that was checked does: a command may wait for its turn on the link. */
  #permit(order: Order, effect: Effect, giveBack: (() => void) | undefined): OrderPermit {
    let wasUsed = false;
    return {
      get wasUsed() {
        return wasUsed;
      },
      use: (content) => {
        const isAllowed = order.contents.some(
          ({ what, address }) => content.what === what && content.address === address,
        );
        if (!isAllowed) throw new Failure('interlock', `${content.what} was not allowed`);
        checkDeadline(order.deadline);
        this.checkChannel(effect, order.channel);
        this.#checkMeter(order, effect);
        wasUsed = true;
      },
      end: () => {
        if (!wasUsed) giveBack?.();
      },
    };
  }

  #checkMeter({ meterId, restores }: Order, effect: Effect): void {
    const host = this.#host;
    if (!host.isTrusted(meterId)) {
      throw new Failure('meter-not-trusted', 'the meter is not trusted: it is only read');
    }
    if (effect !== 'act') return;
    host.expectDurable();
    const { locked, by, reason } = this.lock.state;
    if (locked) {
      const who = [by && ` by ${by}`, reason && `: ${reason}`].filter(Boolean).join('');
      throw new Failure('interlock', `switching is locked${who}`);
    }
    if (host.isProtected(meterId) && !restores) {
      throw new Failure('interlock', 'the meter is protected: it is never switched off');
    }
  }
}

function disabled(what: 'write' | 'relay', why: string): Failure {
  return new Failure(
    `${what}-disabled`,
    `${what === 'write' ? 'Writing' : 'Switching'} is not allowed: ${why}`,
  );
}
