import { Recent } from '../recent/recent';
import { findRegister, type Reading } from '../telemetry';

export interface Reset {
  readonly register: string;
  readonly before: number;
  readonly after: number;
}

interface Seen {
  /** The reading that was looked at last. */
  readonly ts: number;
  readonly isSuspect: boolean;
  /** The highest value that is believed. */
  readonly value: number;
  /** A lower one that another has to confirm. */
  readonly doubted?: number;
}

/** What is known of one meter, also after a restart. */
export type MemoryOf = (meterId: string) => Map<string, unknown> | undefined;

/** Of so many registers in all; the one that was read longest ago gives way. */
const MAX_REGISTERS = 200_000;
/** ms after which an energy is remembered anew: each time would be much to write for all meters. */
const REMEMBERED = 24 * 3_600_000;
/** Sums with a sign may go down. */
const SIGNED = /COMBINED|NET/;

/** An energy as the meter's memory has it. */
interface Remembered {
  readonly at: number;
  readonly value: number;
}

/**
 * Energies only grow. One that has gone down is suspect, until another reading confirms it: then the meter
 * was reset, exchanged, or has run over.
 */
export class CumulativeWatch {
  readonly #seen: Recent<Seen>;
  readonly #memoryOf: MemoryOf;

  constructor(memoryOf: MemoryOf, limit = MAX_REGISTERS) {
    this.#memoryOf = memoryOf;
    this.#seen = new Recent(limit);
  }

  /** The reading, marked where it is suspect; and a reset that it confirms. */
  look(reading: Reading): { readonly reading: Reading; readonly reset?: Reset } {
    const { meterId, dataId, register, ts, via } = reading;
    const value = numberOf(reading);
    if (value === undefined || via === 'profile' || !isCumulative(dataId)) return { reading };
    const name = `${meterId} ${dataId}`;
    const memory = this.#memoryOf(meterId);
    const before = this.#seen.get(name) ?? seenEarlier(memory, dataId);
    // The same reading may pass here again on its way.
    if (before && before.ts === ts) return { reading: marked(reading, before.isSuspect) };
    if (!before || value >= before.value) {
      this.#seen.set(name, { ts, isSuspect: false, value });
      remember(memory, dataId, { at: ts, value });
      return { reading };
    }
    if (before.doubted !== undefined && value >= before.doubted) {
      this.#seen.set(name, { ts, isSuspect: false, value });
      remember(memory, dataId, { at: ts, value });
      return { reading, reset: { register, before: before.value, after: value } };
    }
    this.#seen.set(name, { ts, isSuspect: true, value: before.value, doubted: value });
    return { reading: marked(reading, true) };
  }
}

function seenEarlier(memory: Map<string, unknown> | undefined, dataId: string): Seen | undefined {
  const remembered = rememberedIn(memory, dataId);
  return remembered && { ts: Number.NaN, isSuspect: false, value: remembered.value };
}

/** One that is lower than what is remembered has been confirmed: it is remembered at once. */
function remember(
  memory: Map<string, unknown> | undefined,
  dataId: string,
  { at, value }: Remembered,
): void {
  const before = rememberedIn(memory, dataId);
  const isNews = !before || value < before.value || Math.abs(at - before.at) >= REMEMBERED;
  if (isNews) memory?.set(nameOf(dataId), { at, value } satisfies Remembered);
}

function rememberedIn(
  memory: ReadonlyMap<string, unknown> | undefined,
  dataId: string,
): Remembered | undefined {
  const { at, value } = (memory?.get(nameOf(dataId)) ?? {}) as Partial<
    Record<keyof Remembered, unknown>
  >;
  return typeof at === 'number' && typeof value === 'number' ? { at, value } : undefined;
}

function nameOf(dataId: string): string {
  return `energy:${dataId}`;
}

function isCumulative(dataId: string): boolean {
  const register = findRegister(dataId);
  return register?.category === 'energy' && !SIGNED.test(register.key);
}

function numberOf({ value }: Reading): number | undefined {
  const number =
    typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function marked(reading: Reading, isSuspect: boolean): Reading {
  return isSuspect ? { ...reading, quality: 'suspect' } : reading;
}
