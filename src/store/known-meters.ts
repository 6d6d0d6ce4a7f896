import type { MeterState } from '../link';
import type { Source } from '../telemetry';
import { parseRow, type Row } from './engine';
import type { Journal } from './journal';

/** What is to be known of a meter after a restart. */
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
  /** What clients learned about the meter, as JSON. Entries that are undefined are not kept. */
  readonly memory: ReadonlyMap<string, unknown>;
}

export interface KnownMetersBounds {
  readonly meters: number;
  /** Of the JSON of all meters together. */
  readonly characters: number;
}

export const METER_PREFIX = 'meter:';

/** A gateway that runs for years meets ids that never come back, and some that never were. */
const BOUNDS: KnownMetersBounds = { meters: 100_000, characters: 256 * 1024 * 1024 };
/** Of one meter; a list of some 500 COSEM objects has 30,000 octets. */
const MEMORY_ENTRIES = 1_024;
const MEMORY_OCTETS = 64 * 1024;

/** The meters that have ever called, but for those that had to make room. Written behind. */
export class KnownMeters {
  readonly #journal: Journal;
  readonly #bounds: KnownMetersBounds;
  /** JSON by id; who was not remembered for longest comes first and goes first. */
  readonly #texts = new Map<string, string>();
  #characters = 0;

  constructor(journal: Journal, rows: readonly Row[], bounds = BOUNDS) {
    this.#journal = journal;
    this.#bounds = bounds;
    const loaded = rows.flatMap(([, text]) => {
      const meter = knownMeter(parseRow(text));
      return meter ? [{ meter, text }] : [];
    });
    loaded.sort((one, other) => one.meter.lastSeen - other.meter.lastSeen);
    for (const { meter, text } of loaded) this.#keep(meter.id, text);
    this.#makeRoom();
  }

  get size(): number {
    return this.#texts.size;
  }

  /** Who was not remembered for longest comes first. */
  *all(): IterableIterator<KnownMeter> {
    for (const text of this.#texts.values()) {
      const meter = knownMeter(parseRow(text));
      if (meter) yield meter;
    }
  }

  find(id: string): KnownMeter | undefined {
    const text = this.#texts.get(id);
    return text === undefined ? undefined : knownMeter(parseRow(text));
  }

  /**
   * Keeps what is known of a meter now. A memory beyond its bounds loses its oldest entries.
   * @throws TypeError where the memory holds what JSON cannot.
   */
  remember(meter: KnownMeter): void {
    const text = JSON.stringify({ ...meter, memory: boundedMemory(meter.memory) });
    const isNews = this.#texts.get(meter.id) !== text;
    this.#drop(meter.id);
    this.#keep(meter.id, text);
    if (isNews) this.#journal.put(METER_PREFIX + meter.id, text);
    this.#makeRoom();
  }

  forget(id: string): void {
    if (this.#drop(id)) this.#journal.put(METER_PREFIX + id, undefined);
  }

  #keep(id: string, text: string): void {
    this.#texts.set(id, text);
    this.#characters += text.length;
  }

  #drop(id: string): boolean {
    this.#characters -= this.#texts.get(id)?.length ?? 0;
    return this.#texts.delete(id);
  }

  #makeRoom(): void {
    for (const id of this.#texts.keys()) {
      if (this.#texts.size <= this.#bounds.meters && this.#characters <= this.#bounds.characters)
        return;
      this.forget(id);
    }
  }
}

/** The newest entries that fit the bounds, as JSON takes them. */
function boundedMemory(memory: ReadonlyMap<string, unknown>): readonly [string, unknown][] {
  const kept: [string, unknown][] = [];
  let octets = 0;
  for (const entry of [...memory].reverse()) {
    const text = JSON.stringify(entry[1]);
    if (text === undefined) continue;
    octets += entry[0].length + Buffer.byteLength(text);
    if (octets > MEMORY_OCTETS || kept.length === MEMORY_ENTRIES) break;
    kept.push(entry);
  }
  return kept.reverse();
}

function knownMeter(row: unknown): KnownMeter | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { id, address, protocol, state, epoch, lastSeen, memory } = row as Partial<
    Record<keyof KnownMeter, unknown>
  >;
  if (typeof id !== 'string' || typeof address !== 'string') return undefined;
  if (typeof epoch !== 'number' || typeof lastSeen !== 'number') return undefined;
  if (protocol !== 'dlms' && protocol !== 'dlt645') return undefined;
  if (state !== 'online' && state !== 'unknown' && state !== 'offline') return undefined;
  const entries = Array.isArray(memory) ? memory.filter(isEntry) : [];
  return { id, address, protocol, state, epoch, lastSeen, memory: new Map(entries) };
}

function isEntry(item: unknown): item is [string, unknown] {
  return Array.isArray(item) && typeof item[0] === 'string';
}
