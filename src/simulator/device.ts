import { type Random, randomInteger } from './random';

/** A request that a device found in its input, and its answer; undefined where it keeps silent. */
export interface Exchange {
  readonly request: Uint8Array;
  readonly answer: Uint8Array | undefined;
}

/**
 * A number is the register's integer as the meter counts it, without scale (23636 for 236.36 V). Text is
 * hex as it goes on the wire: a whole A-XDR Data, or DL/T 645 data free of the 33H offset.
 */
export type RawValue = number | string;

/** How a value moves in a real meter, in raw units: about where it started, or up by as much each step. */
export type Motion = { readonly swing: number } | { readonly growth: number };

/** How one kind of meter behaves: octets in, octets out. It knows no sockets, timers or clocks. */
export interface Device {
  readonly id: string;
  /** A new connection stands: associations and half-received requests are forgotten. */
  connected(): void;
  /** What it sends unasked once it has dialled in, and again as heartbeat. */
  greeting(): Uint8Array | undefined;
  /** Takes octets as they arrive, whole requests or not. Whatever they are, it never throws. */
  receive(octets: Uint8Array): readonly Exchange[];
  /** A reading that nobody asked for; undefined where it has none. */
  push(): Uint8Array | undefined;
  /**
   * Sets a register, which then moves no more. `name` is an OBIS code (`1-0:12.7.0.255`) or a data
   * identifier (`02010100`); `address` picks one meter behind a modem.
   * @throws RangeError where the meter has no such register, or the value does not fit it.
   */
  setValue(name: string, value: RawValue, address?: string): void;
  /** Moves the values that move in a real meter by one small step. */
  move(random: Random): void;
}

/** The next value of a register that started at `first` and stands at `present`. */
export function moved(motion: Motion, first: number, present: number, random: Random): number {
  if ('growth' in motion) return present + motion.growth;
  return first + randomInteger(random, -motion.swing, motion.swing);
}

/** @throws RangeError unless the text is 12 decimal digits. */
export function meterAddress(digits: string): string {
  if (!/^\d{12}$/.test(digits)) throw new RangeError(`"${digits}" is no address of 12 digits`);
  return digits;
}
