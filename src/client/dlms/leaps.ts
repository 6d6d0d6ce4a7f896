import { Recent } from '../../recent/recent';

const MAX_COUNTERS = 100_000;
/** ms; a meter that was right about its counter proves it with the next association. */
const HOLDS = 24 * 3_600_000;

/**
 * Invocation counters that were moved on somebody's word. Until an association proves it right, that is done once
 * a day: whoever stands in a meter's place would use up all numbers of a key.
 */
export class Leaps {
  readonly #unproved = new Recent<number>(MAX_COUNTERS);

  mayLeap(name: string): boolean {
    const since = this.#unproved.get(name);
    return since === undefined || performance.now() - since >= HOLDS;
  }

  leapt(name: string): void {
    this.#unproved.set(name, performance.now());
  }

  proved(name: string): void {
    this.#unproved.delete(name);
  }
}
