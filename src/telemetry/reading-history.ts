import type { Reading } from './reading';

/** What charts show. */
const QUANTITIES: ReadonlySet<string> = new Set(['V', 'A', 'W', 'kWh']);
/** Points of a register; at a poll a minute, two hours. */
const POINTS = 120;
const MAX_OF_METER = 16;
/** 1,000 meters with ten registers: some 20 MB. */
const MAX_SERIES = 10_000;

/** What a register of a meter has read lately. */
export interface Series {
  readonly register: string;
  readonly unit: string;
  /** ms since 1970 and value, the oldest first. */
  readonly points: readonly (readonly [number, number])[];
}

/** A register's last points, in rings of a fixed size. */
interface Ring {
  readonly unit: string;
  readonly times: Float64Array;
  readonly values: Float64Array;
  count: number;
}

/**
 * The last hours of voltages, currents, powers and energies in memory, for charts. Bounded: beyond it, registers
 * that are new are not followed.
 */
export class ReadingHistory {
  readonly #max: number;
  readonly #meters = new Map<string, Map<string, Ring>>();
  #size = 0;

  constructor(max = MAX_SERIES) {
    this.#max = max;
  }

  note({ meterId, register, unit, value, ts, quality }: Reading): void {
    if (typeof value !== 'number' || !QUANTITIES.has(unit) || quality === 'suspect') return;
    const ring = this.#ringOf(meterId, register, unit);
    if (!ring) return;
    const at = ring.count % POINTS;
    ring.times[at] = ts;
    ring.values[at] = value;
    ring.count++;
  }

  of(meterId: string): readonly Series[] {
    const rings = this.#meters.get(meterId) ?? new Map<string, Ring>();
    return [...rings].map(([register, ring]) => ({
      register,
      unit: ring.unit,
      points: pointsOf(ring),
    }));
  }

  forget(meterId: string): void {
    this.#size -= this.#meters.get(meterId)?.size ?? 0;
    this.#meters.delete(meterId);
  }

  #ringOf(meterId: string, register: string, unit: string): Ring | undefined {
    const rings = this.#meters.get(meterId) ?? new Map<string, Ring>();
    const known = rings.get(register);
    if (known) return known;
    if (rings.size >= MAX_OF_METER || this.#size >= this.#max) return undefined;
    const ring = {
      unit,
      times: new Float64Array(POINTS),
      values: new Float64Array(POINTS),
      count: 0,
    };
    this.#meters.set(meterId, rings.set(register, ring));
    this.#size++;
    return ring;
  }
}

function pointsOf({ times, values, count }: Ring): readonly (readonly [number, number])[] {
  const length = Math.min(count, POINTS);
  return Array.from({ length }, (_, index) => {
    const at = (count - length + index) % POINTS;
    return [times[at] ?? 0, values[at] ?? 0] as const;
  });
}
