import { type AlarmRule, type Delay, endsByItself } from './rule';

/** A moment on both clocks: delays are measured on the one that nobody sets. */
export interface Now {
  /** ms since 1970. */
  readonly ts: number;
  /** ms, monotonic. */
  readonly clock: number;
}

/** `hold`: neither, so nothing changes. */
export type Verdict = 'beyond' | 'within' | 'hold';

export type Change = 'raised' | 'cleared';

/** What was judged. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly register: string;
  readonly value: unknown;
  /** What the value was compared with. */
  readonly limit?: number | string;
  readonly unit?: string;
  /** ms since 1970 of the last that was heard before an event. */
  readonly lastSeen?: number;
}

/** On the way to the other state. */
interface Turn {
  readonly clock: number;
  readonly count: number;
}

/** One rule at one register of one meter, from the first that is beyond its limit to the end of the alarm. */
export class Alarm {
  readonly rule: AlarmRule;
  readonly meterId: string;
  /** The last that was judged. */
  judgement: Judgement;
  /** ms since 1970; undefined while it is not active. */
  since: number | undefined;
  isAcknowledged = false;
  #turn: Turn | undefined;

  constructor(rule: AlarmRule, meterId: string, judgement: Judgement) {
    this.rule = rule;
    this.meterId = meterId;
    this.judgement = judgement;
  }

  get isActive(): boolean {
    return this.since !== undefined;
  }

  /** Whether only time, or a person, is missing for a change. */
  get isTurning(): boolean {
    return this.#turn !== undefined;
  }

  /** Goes on with an alarm of an earlier run. */
  resume(since: number, isAcknowledged: boolean, { clock }: Now): void {
    this.since = since;
    this.isAcknowledged = isAcknowledged;
    if (endsByItself(this.rule)) this.#turn = { clock, count: Number.POSITIVE_INFINITY };
  }

  judge(judgement: Judgement, now: Now, isShelved: boolean): Change | undefined {
    this.judgement = judgement;
    const { verdict } = judgement;
    const { clock, count } = this.#turn ?? { clock: now.clock, count: 0 };
    const isOpposite = (verdict === 'beyond') !== this.isActive;
    if (verdict !== 'hold') this.#turn = isOpposite ? { clock, count: count + 1 } : undefined;
    const change = this.settle(now, isShelved);
    if (verdict === 'beyond' && this.isActive && endsByItself(this.rule)) {
      this.#turn = { clock: now.clock, count: Number.POSITIVE_INFINITY };
    }
    return change;
  }

  /** What time alone has brought, or an acknowledgement. */
  settle(now: Now, isShelved: boolean): Change | undefined {
    const { raiseAfter, clearAfter, latch } = this.rule;
    const turn = this.#turn;
    if (!turn) return undefined;
    if (this.isActive) {
      if (!isOver(clearAfter, turn, now) || (latch && !this.isAcknowledged)) return undefined;
      this.since = undefined;
    } else {
      if (!isOver(raiseAfter, turn, now) || isShelved) return undefined;
      this.since = now.ts;
    }
    this.isAcknowledged = false;
    this.#turn = undefined;
    return this.isActive ? 'raised' : 'cleared';
  }
}

function isOver({ ms, count }: Delay, turn: Turn, now: Now): boolean {
  return now.clock - turn.clock >= ms && turn.count >= count;
}
