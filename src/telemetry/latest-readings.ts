import type { Reading } from './reading';

/** Some 5,000 meters with a hundred registers each, at 200 octets. */
const MAX_READINGS = 500_000;
const MAX_OF_METER = 500;

/** The last reading of each register of each meter, bounded: the meter silent longest gives way. */
export class LatestReadings {
  readonly #max: number;
  /** Meters in the order in which they were last read. */
  readonly #meters = new Map<string, Map<string, Reading>>();
  #size = 0;

  constructor(max = MAX_READINGS) {
    this.#max = max;
  }

  /** How many are kept. */
  get size(): number {
    return this.#size;
  }

  note(reading: Reading): void {
    const { meterId, register } = reading;
    const registers = this.#meters.get(meterId) ?? new Map<string, Reading>();
    if (!registers.has(register)) {
      if (registers.size >= MAX_OF_METER) return;
      this.#size++;
    }
    registers.set(register, reading);
    this.#meters.delete(meterId);
    this.#meters.set(meterId, registers);
    while (this.#size > this.#max) this.#dropOldest();
  }

  /** The readings of a meter, by register. */
  of(meterId: string): ReadonlyMap<string, Reading> {
    return this.#meters.get(meterId) ?? new Map();
  }

  forget(meterId: string): void {
    this.#size -= this.of(meterId).size;
    this.#meters.delete(meterId);
  }

  #dropOldest(): void {
    const [oldest] = this.#meters.keys();
    if (oldest !== undefined) this.forget(oldest);
  }
}
