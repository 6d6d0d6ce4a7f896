import type { WrappedKeys } from './key-safe';

/** Of the transformers before a meter: primary per secondary. */
export interface Ratio {
  readonly ct: number;
  readonly vt: number;
  /** What the meter's registers are: where they are secondary, the gateway applies the ratio. */
  readonly registers: 'primary' | 'secondary';
}

/** What is configured for one meter (contract, section 3). */
export interface ListedMeter {
  readonly id: string;
  readonly name?: string;
  readonly group?: string;
  readonly profile?: string;
  /** The id that the modem registers with, where several meters share one. */
  readonly via?: string;
  readonly ratio?: Ratio;
  /** IANA name of the zone that the meter's clock runs on. */
  readonly timezone?: string;
  /** May be written and switched. */
  readonly trusted: boolean;
  /** Supplies someone who must never be switched off. */
  readonly protected: boolean;
  readonly keys?: WrappedKeys;
}

/** A meter as a list has it that is written: wrapped keys, or a word in their place. */
export type GivenMeter = Omit<ListedMeter, 'keys'> & { readonly keys?: string };

/** A meter list has no more than the directory can hold. */
export const MAX_LISTED = 100_000;

/** Of all meters of a gateway, by id and by modem. */
export class MeterList {
  readonly #byId: ReadonlyMap<string, ListedMeter>;
  readonly #byModem = new Map<string, ListedMeter[]>();

  constructor(meters: readonly ListedMeter[] = []) {
    this.#byId = new Map(meters.map((meter) => [meter.id, meter]));
    for (const meter of meters) {
      if (meter.via === undefined) continue;
      const others = this.#byModem.get(meter.via);
      if (others) others.push(meter);
      else this.#byModem.set(meter.via, [meter]);
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): IterableIterator<ListedMeter> {
    return this.#byId.values();
  }

  find(id: string): ListedMeter | undefined {
    return this.#byId.get(id);
  }

  /** The meters behind the modem that registers with this id, in the order of the list. */
  behind(via: string): readonly ListedMeter[] {
    return this.#byModem.get(via) ?? [];
  }
}
