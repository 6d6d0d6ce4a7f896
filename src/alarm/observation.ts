import { isMeterId } from '../telemetry';

/** As much of a reading as rules look at. */
export interface AlarmReading {
  readonly meterId: string;
  readonly register: string;
  readonly dataId?: string;
  readonly value: unknown;
  readonly unit?: string;
  readonly quality?: string;
  readonly bits?: readonly string[];
}

/** Something that happened to a meter, or a status that it came to have. */
export interface AlarmEvent {
  readonly meterId: string;
  readonly name: string;
  /** ms since 1970. */
  readonly ts: number | undefined;
  /** Where the meter tells of a register of its own. */
  readonly value?: unknown;
}

export interface Observed {
  readonly readings: readonly AlarmReading[];
  readonly events: readonly AlarmEvent[];
}

type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Observed = { readings: [], events: [] };
/** More than a meter has registers. */
const MAX_ITEMS = 10_000;

/**
 * What a payload tells of meters: a reading, a reading set, an event, a status, or an array of them. What was
 * put aside and comes late is history, profiles are too; neither is judged.
 * @throws RangeError for what is none of these.
 */
export function observed(payload: unknown): Observed {
  // A retained status that is taken back.
  if (payload === '') return NOTHING;
  if (!Array.isArray(payload)) return observedIn(payload);
  const all = payload.slice(0, MAX_ITEMS).map(observedIn);
  return {
    readings: all.flatMap(({ readings }) => readings),
    events: all.flatMap(({ events }) => events),
  };
}

function observedIn(item: unknown): Observed {
  const { meterId, register, values, event, state, rows, ts, data, replayed } = asFields(item);
  if (typeof meterId !== 'string' || !isMeterId(meterId)) {
    throw new RangeError('no reading, reading set or event of a meter');
  }
  if (replayed === true || Array.isArray(rows)) return NOTHING;
  if (typeof event === 'string')
    return { readings: [], events: [eventOf(meterId, event, ts, data)] };
  if (typeof state === 'string') {
    return { readings: [], events: [eventOf(meterId, `status:${state}`, ts, undefined)] };
  }
  if (typeof register === 'string') return { readings: [item as AlarmReading], events: [] };
  const named = Object.entries(asFields(values));
  const readings = named.map(([key, value]) => {
    // The reference gateway's sets have bare values where there is no unit.
    const fields = typeof value === 'object' && value !== null ? value : { value };
    return { ...fields, meterId, register: key } as AlarmReading;
  });
  return { readings, events: [] };
}

function eventOf(meterId: string, name: string, ts: unknown, data: unknown): AlarmEvent {
  const value =
    typeof data === 'object' && data !== null && 'value' in data ? data.value : undefined;
  return {
    meterId,
    name,
    ts: typeof ts === 'number' ? ts : undefined,
    ...(value !== undefined && { value }),
  };
}

function asFields(item: unknown): Fields {
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) return item as Fields;
  throw new RangeError('no reading, reading set or event of a meter');
}
