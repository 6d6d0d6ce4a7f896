import { printed } from './dlt645-frame';

/**
 * What a relay does with an order: follows it, takes it and stays, closes only when somebody presses the
 * button, or refuses.
 */
export type RelayTemper = 'obeys' | 'stuck' | 'button' | 'refuses';

const TRIP = 0x1a;
const PERMIT = 0x1b;
const CLOSE = 0x1c;
/** PA P0 P1 P2, C0 to C3, N1, N2, and the time until when it may act. */
const LENGTH = 16;
const N1 = 8;
const UNTIL = 10;

/** Bits of run-state word 3. */
const OPEN = 1 << 4;
const TOLD_TO_OPEN = 1 << 6;

/** The relay of a DL/T 645 meter (function 1CH of the State Grid supplement). */
export class Dlt645Relay {
  /** How often it was given an order that it took. */
  orders = 0;
  readonly #temper: RelayTemper;
  #isOpen = false;
  #isToldToOpen = false;

  constructor(temper: RelayTemper) {
    this.#temper = temper;
  }

  /** Its bits of run-state word 3. */
  get bits(): number {
    return (this.#isOpen ? OPEN : 0) | (this.#isToldToOpen ? TOLD_TO_OPEN : 0);
  }

  /** Whether the order is taken. `now` is the meter's clock, YYMMDDhhmmss. */
  order(data: Uint8Array, now: string): boolean {
    const until = printed(data.subarray(UNTIL, LENGTH));
    if (data.length !== LENGTH || until < now || this.#temper === 'refuses') return false;
    const action = data[N1];
    if (action !== TRIP && action !== PERMIT && action !== CLOSE) return false;
    this.orders += 1;
    if (this.#temper === 'stuck') return true;
    this.#isToldToOpen = action === TRIP;
    if (action === TRIP) this.#isOpen = true;
    if (action === CLOSE && this.#temper === 'obeys') this.#isOpen = false;
    return true;
  }

  /** Somebody presses the button at the meter. */
  press(): void {
    if (!this.#isToldToOpen) this.#isOpen = false;
  }
}
