import type { MeterState } from '../link';
import type { Source } from '../telemetry';
import { parseRow, type Row } from './engine';
import type { Journal } from './journal';

/** What is to be known of a meter after a restart, beside its memory. */
export interface KnownMeter {
  readonly id: string;
  /** What the meter calls itself on the line. */
  readonly address: string;
  readonly protocol: Source;
  /** As it was last published. */
  readonly state: MeterState;
  readonly epoch: number;
  /** ms since 1970 of its last valid frame. */
  readonly lastSeen: number;
}

/** What clients learned about a meter, as JSON. Entries that are undefined are not kept. */
export type MeterMemory = ReadonlyMap<string, unknown>;

export interface KnownMetersBounds {
  readonly meters: number;
  /** Of the JSON of all meters together. */
  readonly characters: number;
}

export const METER_PREFIX = 'meter:';
/** Apart from the meter: it is far larger, and changes far less often. */
export const MEMORY_PREFIX = 'memory:';

/** A gateway that runs for years meets ids that never come back, and some that never were. */
const BOUNDS: KnownMetersBounds = { meters: 100_000, characters: 256 * 1024 * 1024 };
/** Of one meter; a list of some 500 COSEM objects has 30,000 octets. */
const MEMORY_ENTRIES = 1_024;
const MEMORY_OCTETS = 64 * 1024;

const NOTHING = '[]';

interface Entry {
  readonly meter: KnownMeter;
  readonly text: string;
  /** JSON; it is parsed when the meter is met again. */
  readonly memory: string;
}

/** The meters that have ever called, but for those that had to make room. Written behind. */
export class KnownMeters {
  readonly #journal: Journal;
  readonly #bounds: KnownMetersBounds;
  /** Who was not remembered for longest comes first, and goes first. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(journal: Journal, meters: readonly Row[], memories: readonly Row[], bounds = BOUNDS) {
    this.#journal = journal;
    this.#bounds = bounds;
    const memoryOf = new Map(
      memories.map(([key, text]) => [key.slice(MEMORY_PREFIX.length), text]),
    );
    const entries = meters.flatMap(([, text]): readonly Entry[] => {
      const meter = knownMeter(parseRow(text));
      return meter ? [{ meter, text, memory: memoryOf.get(meter.id) ?? NOTHING }] : [];
    });
    entries.sort((one, other) => one.meter.lastSeen - other.meter.lastSeen);
    for (const entry of entries) this.#keep(entry);
    this.#makeRoom();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Who was not remembered for longest comes first. */
  *all(): IterableIterator<KnownMeter> {
    for (const { meter } of this.#entries.values()) yield meter;
  }

  find(id: string): KnownMeter | undefined {
    return this.#entries.get(id)?.meter;
  }

  /** What was learned about a meter; a map of its own each time. */
  memory(id: string): Map<string, unknown> {
    const memory = parseRow(this.#entries.get(id)?.memory ?? NOTHING);
    return new Map(Array.isArray(memory) ? memory.filter(isEntry) : []);
  }

  /**
   * Keeps what is known of a meter now; without `memory`, what was learned about it stays. A memory beyond its
   * bounds loses its oldest entries.
   * @throws TypeError where the memory holds what JSON cannot.
   */
  remember(known: KnownMeter, memory?: MeterMemory): void {
    const { id, address, protocol, state, epoch, lastSeen } = known;
    const meter: KnownMeter = { id, address, protocol, state, epoch, lastSeen };
    const former = this.#entries.get(id);
    const entry: Entry = {
      meter,
      text: JSON.stringify(meter),
      memory: memory ? boundedMemory(memory) : (former?.memory ?? NOTHING),
    };
    this.#drop(id);
    this.#keep(entry);
    if (entry.text !== former?.text) this.#journal.put(METER_PREFIX + id, entry.text);
    if (entry.memory !== (former?.memory ?? NOTHING)) {
      this.#journal.put(MEMORY_PREFIX + id, entry.memory);
    }
    this.#makeRoom();
  }

  forget(id: string): void {
    if (!this.#drop(id)) return;
    this.#journal.put(METER_PREFIX + id, undefined);
    this.#journal.put(MEMORY_PREFIX + id, undefined);
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.meter.id, entry);
    this.#characters += entry.text.length + entry.memory.length;
  }

  #drop(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry) this.#characters -= entry.text.length + entry.memory.length;
    return this.#entries.delete(id);
  }

  #makeRoom(): void {
    const { meters, characters } = this.#bounds;
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= meters && this.#characters <= characters) return;
      this.forget(id);
    }
  }
}

/** The newest entries that fit the bounds, as JSON. */
function boundedMemory(memory: MeterMemory): string {
  const kept: string[] = [];
  let octets = 0;
  for (const [name, value] of [...memory].reverse()) {
    if (value === undefined) continue;
    const text = JSON.stringify([name, value]);
    octets += Buffer.byteLength(text);
    if (octets > MEMORY_OCTETS || kept.length === MEMORY_ENTRIES) break;
    kept.push(text);
  }
  return `[${kept.reverse().join(',')}]`;
}

function knownMeter(row: unknown): KnownMeter | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { id, address, protocol, state, epoch, lastSeen } = row as Partial<
    Record<keyof KnownMeter, unknown>
  >;
  if (typeof id !== 'string' || typeof address !== 'string') return undefined;
  if (typeof epoch !== 'number' || typeof lastSeen !== 'number') return undefined;
  if (protocol !== 'dlms' && protocol !== 'dlt645') return undefined;
  if (state !== 'online' && state !== 'unknown' && state !== 'offline') return undefined;
  return { id, address, protocol, state, epoch, lastSeen };
}

function isEntry(item: unknown): item is [string, unknown] {
  return Array.isArray(item) && typeof item[0] === 'string';
}
