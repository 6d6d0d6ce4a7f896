import { APDU_SHAPES } from './service-shapes';
import type { Shape, Step } from './shape';

/** Shapes within shapes; no meter's data comes near it. */
const MAX_DEPTH = 64;
const LONG_FORM = 0x80;
const MAX_LENGTH_OCTETS = 4;

type StringStep = Extract<Step, { readonly step: 'string' }>;
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
  #spent = 0;
  #enough = 0;

  /** `limit` is the length in octets beyond which an APDU is refused. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Turns to another APDU. */
  restart(): void {
    if (this.#visits.length > 0) this.#visits.length = 0;
    this.#position = 0;
    this.#refused = false;
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
   * Measures the APDU, as a `Measure` does; `octets` are all since the restart, those already given included.
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
      if (this.#position > this.#limit) this.#refused = true;
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
    return this.takeCounted(step, octets);
  }

  private takeTrailing(shape: Shape, octet: number | undefined): boolean {
    this.#enough = this.#position;
    if (octet === undefined) return false;
    if (octet <= 1) this.#position += 1;
    if (octet === 1) this.enter(shape);
    return true;
  }

  private takeCounted(step: CountedStep, octets: Uint8Array): boolean {
    const length = lengthAt(octets, this.#position);
    if (length === undefined) return false;
    const { value, end } = length;
    switch (step.step) {
      case 'bits':
        this.#position = end + Math.ceil(value / 8);
        return true;
      case 'list':
        this.#position = end;
        this.enter(value < (step.least ?? 0) ? undefined : step.of, value);
        return true;
      case 'string':
        return this.takeString(step, value, octets[end], end);
    }
  }

  private takeString(
    step: StringStep,
    length: number,
    first: number | undefined,
    start: number,
  ): boolean {
    if (length < (step.least ?? 0)) this.#refused = true;
    if (step.first !== undefined && length > 0) {
      if (first === undefined) return false;
      if (!step.first.has(first)) this.#refused = true;
    }
    this.#position = start + length;
    return true;
  }
}

/**
 * The length at `at` and where it ends, as A-XDR and BER write it: up to 7FH itself, else 80H plus the number
 * of octets that hold it. Infinite where it has no such form; undefined while octets are missing.
 */
function lengthAt(octets: Uint8Array, at: number): { value: number; end: number } | undefined {
  const lead = octets[at];
  if (lead === undefined) return undefined;
  const start = at + 1;
  if (lead < LONG_FORM) return { value: lead, end: start };
  const end = start + lead - LONG_FORM;
  if (end === start || end > start + MAX_LENGTH_OCTETS) {
    return { value: Number.POSITIVE_INFINITY, end: start };
  }
  if (end > octets.length) return undefined;
  const value = octets.subarray(start, end).reduce((high, octet) => high * 0x100 + octet, 0);
  return { value, end };
}
