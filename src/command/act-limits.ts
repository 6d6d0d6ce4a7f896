import { Failure } from '../link';
import { Recent } from '../recent/recent';
import type { SwitchedMeter } from '../store';
import type { CommandOptions } from './options';

type Limits = Pick<CommandOptions, 'actsPerMinute' | 'actsPerHour' | 'coolDown'>;

interface Act {
  /** Monotonic ms. */
  readonly at: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MAX_METERS = 100_000;

/** How often meters may be switched: all together, and each. Times are monotonic. */
export class ActLimits {
  readonly #limits: () => Limits;
  /** The acts of the last hour, and those that are about to be, in order. */
  #acts: Act[] = [];
  readonly #lastOf = new Recent<Act>(MAX_METERS);

  constructor(limits: () => Limits) {
    this.#limits = limits;
  }

  /** Counts what an earlier process did, the earliest first. One "of tomorrow" is of now, by a clock that was wrong. */
  recall(earlier: readonly SwitchedMeter[]): void {
    const now = performance.now();
    const acts = earlier.map(({ meterId, at }) => {
      const act: Act = { at: now - Math.max(0, Date.now() - at) };
      this.#lastOf.set(meterId, act);
      return act;
    });
    this.#acts = [...acts, ...this.#acts];
  }

  /**
   * Counts one more. Gives what takes it back, for an act that did not come about.
   * @throws Failure `interlock` where it would be too many.
   */
  take(meterId: string): () => void {
    this.#check(meterId);
    const act: Act = { at: performance.now() };
    const before = this.#lastOf.get(meterId);
    this.#acts.push(act);
    this.#lastOf.set(meterId, act);
    return () => {
      this.#acts = this.#acts.filter((other) => other !== act);
      if (this.#lastOf.get(meterId) !== act) return;
      if (before) this.#lastOf.set(meterId, before);
      else this.#lastOf.delete(meterId);
    };
  }

  #check(meterId: string): void {
    const { actsPerMinute, actsPerHour, coolDown } = this.#limits();
    const now = performance.now();
    this.#acts = this.#acts.filter(({ at }) => now - at < HOUR);
    const ofMinute = this.#acts.filter(({ at }) => now - at < MINUTE).length;
    if (ofMinute >= actsPerMinute) refuse(`${actsPerMinute} acts in a minute are the limit`);
    if (this.#acts.length >= actsPerHour) refuse(`${actsPerHour} acts in an hour are the limit`);
    const last = this.#lastOf.get(meterId);
    if (last !== undefined && now - last.at < coolDown) {
      refuse(`this meter was switched less than ${coolDown / 1000} s ago`);
    }
  }
}

function refuse(why: string): never {
  throw new Failure('interlock', why);
}
