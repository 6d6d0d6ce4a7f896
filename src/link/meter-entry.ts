import type { Source } from '../telemetry';
import type { Link } from './link';
import type { Meter, MeterState } from './meter';
import { type MemoryEntries, MeterMemory } from './meter-memory';
import type { Rivals } from './rivals';

/** A meter as the directory keeps it. */
export class MeterEntry implements Meter {
  readonly id: string;
  address: string;
  /** What a meter speaks that only sent a heartbeat. */
  protocol: Source = 'dlms';
  link: Link | undefined;
  state: MeterState = 'unknown';
  epoch = 0;
  lastSeen = 0;
  /**
   * Whether it has been heard at all, and since it was last told to have left; of what an earlier run has heard,
   * the trace is lost.
   */
  presence: 'new' | 'here' | 'left' | 'lost' = 'new';
  silence: NodeJS.Timeout | undefined;
  rivals: Rivals | undefined;
  readonly #recall: () => MemoryEntries;
  readonly #learned: () => void;
  #memory: MeterMemory | undefined;

  constructor(id: string, address: string, recall: () => MemoryEntries, learned: () => void) {
    this.id = id;
    this.address = address;
    this.#recall = recall;
    this.#learned = learned;
  }

  /** Recalled when it is first asked for: most meters of earlier runs are a long list. */
  get memory(): Map<string, unknown> {
    this.#memory ??= new MeterMemory(this.#recall(), this.#learned);
    return this.#memory;
  }
}
