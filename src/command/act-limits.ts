import { Failure } from '../link';
import { Recent } from '../recent/recent';
import type { CommandOptions } from './options';

type Limits = Pick<CommandOptions, 'actsPerMinute' | 'actsPerHour' | 'coolDown'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MAX_METERS = 100_000;

/** How often meters may be switched: all together, and each. Times are monotonic. */
export class ActLimits {
  readonly #limits: () => Limits;
  /** The acts of the last hour, in order. */
  #acts: number[] = [];
  readonly #lastOf = new Recent<number>(MAX_METERS);

  constructor(limits: () => Limits) {
    this.#limits = limits;
  }

  /** @throws Failure `interlock` where one more would be too many. */
  check(meterId: string): void {
    const { actsPerMinute, actsPerHour, coolDown } = this.#limits();
    const now = performance.now();
    this.#acts = this.#acts.filter((at) => now - at < HOUR);
    const ofMinute = this.#acts.filter((at) => now - at < MINUTE).length;
    if (ofMinute >= actsPerMinute) refuse(`${actsPerMinute} acts in a minute are the limit`);
    if (this.#acts.length >= actsPerHour) refuse(`${actsPerHour} acts in an hour are the limit`);
    const last = this.#lastOf.get(meterId);
    if (last !== undefined && now - last < coolDown) {
      refuse(`this meter was switched less than ${coolDown / 1000} s ago`);
    }
  }

  /** The same, and counts it. */
  take(meterId: string): void {
    this.check(meterId);
    const now = performance.now();
    this.#acts.push(now);
    this.#lastOf.set(meterId, now);
  }
}

function refuse(why: string): never {
  throw new Failure('interlock', why);
}
