import { APDU_SHAPES } from './service-shapes';
import type { Shape, Step } from './shape';

/** Shapes within shapes; no meter's data comes near it. */
const MAX_DEPTH = 64;
const LONG_FORM = 0x80;
const MAX_LENGTH_OCTETS = 4;

type CountedStep = Extract<Step, { readonly step: 'string' | 'bits' | 'list' }>;

/** A shape on its way: the step that is next, and how often the whole is still to be gone through. */
interface Visit {
  readonly shape: Shape;
  next: number;
  times: number;
}

/**
 * Finds where an APDU ends while it comes in. It goes on where it stopped, so that octets that arrive one by
 * one cost no more than all at once. Nothing is decoded, and no octet is kept.
 */
export class ApduWalker {
  readonly #limit: number;
  readonly #visits: Visit[] = [];
  #position = 0;
  #refused = false;
  #budget = 0;
  #spent = 0;
  #enough = 0;

  /** `limit` is the length in octets beyond which an APDU is refused. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Turns to another APDU, which is refused if it takes more than `budget` steps. */
  restart(budget = Number.POSITIVE_INFINITY): void {
    this.#visits.length = 0;
    this.#position = 0;
    this.#refused = false;
    this.#budget = budget;
    this.#spent = 0;
    this.#enough = 0;
  }

  /** Steps taken since the restart: the work that was done. */
  get spent(): number {
    return this.#spent;
  }

  /** Where the APDU may end if its sender leaves out what is optional; 0 where it may not. */
  get enough(): number {
    return this.#enough;
  }

  /**
   * How long the APDU is that `octets` begin with: all octets since the restart, those already given included.
   * 0: it is none. More than there are: it takes so many octets to say more.
   */
  measure(octets: Uint8Array): number {
    if (this.#position === 0) this.begin(octets);
    while (!this.#refused) {
      const visit = this.#visits.at(-1);
      if (visit === undefined) return this.#position;
      const step = visit.shape[visit.next];
      if (step === undefined) this.repeatOrLeave(visit);
      else if (this.take(step, octets)) visit.next += 1;
      else return Math.max(this.#position, octets.length) + 1;
      this.#spent += 1;
      this.#refused ||= this.#spent > this.#budget || this.#position > this.#limit;
    }
    return 0;
  }

  private begin(octets: Uint8Array): void {
    this.#position = 1;
    this.enter(APDU_SHAPES.get(octets[0] as number));
  }

  private enter(shape: Shape | undefined, times = 1): void {
    if (shape === undefined || times > this.#limit || this.#visits.length >= MAX_DEPTH) {
      this.#refused = true;
    } else if (times > 0) {
      this.#visits.push({ shape, next: 0, times });
    }
  }

  private repeatOrLeave(visit: Visit): void {
    visit.next = 0;
    visit.times -= 1;
    if (visit.times === 0) this.#visits.pop();
  }

  /** Goes past the step, or into it; false, and nothing is changed, while octets are missing. */
  private take(step: Step, octets: Uint8Array): boolean {
    if (typeof step === 'number') {
      this.#position += step;
      return true;
    }
    const octet = octets[this.#position];
    if (step.step === 'trailing') return this.takeTrailing(step.shape, octet);
    if (octet === undefined) return false;
    if (step.step === 'choice') {
      this.#position += 1;
      this.enter(step.shapes.get(octet));
      return true;
    }
    return this.takeCounted(step, octets, octet);
  }

  private takeTrailing(shape: Shape, octet: number | undefined): boolean {
    this.#enough = this.#position;
    if (octet === undefined) return false;
    if (octet <= 1) this.#position += 1;
    if (octet === 1) this.enter(shape);
    return true;
  }

  /** A length as in A-XDR and BER: up to 7FH itself, else 80H plus the number of octets that hold it. */
  private takeCounted(step: CountedStep, octets: Uint8Array, lead: number): boolean {
    const size = lead < LONG_FORM ? 0 : lead - LONG_FORM;
    if (lead === LONG_FORM || size > MAX_LENGTH_OCTETS) {
      this.#refused = true;
      return true;
    }
    const start = this.#position + 1 + size;
    if (start > octets.length) return false;
    const count = size === 0 ? lead : number(octets.subarray(start - size, start));

    if (step.step === 'list') {
      this.enter(step.of, count);
    } else if (step.step === 'bits') {
      this.#position += Math.ceil(count / 8);
    } else {
      const first = octets[start];
      if (step.first && count > 0) {
        if (first === undefined) return false;
        this.#refused ||= !step.first.has(first);
      }
      this.#position += count;
    }
    this.#position += 1 + size;
    return true;
  }
}

function number(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 0x100 + octet, 0);
}
