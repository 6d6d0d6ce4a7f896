/** A meter's own time, and what it is in UTC as far as that is known. */
export interface MeterTime {
  /** As the meter says it: `2026-01-30T04:34:19`, with the offset if sent. */
  readonly meterTime: string;
  /** ms since 1970, where the offset is known. */
  readonly meterTs?: number;
  /** The hour comes twice. */
  readonly quality?: 'clock-ambiguous';
}

const MINUTE = 60_000;
/** No zone changes its offset twice within so long. */
const DAY = 86_400_000;

/** The zone that a meter's clock runs on. */
export class TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError where `name` is no IANA zone. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    this.name = this.#format.resolvedOptions().timeZone;
  }

  /**
   * Local time, `2026-01-30T04:34:19`, in this zone. The hour that comes twice is ambiguous unless the meter
   * says whether it is daylight saving time; then, as in the hour that a change leaves out, no UTC time is
   * claimed.
   */
  meterTime(local: string, isDaylightSaving?: boolean): MeterTime {
    const [first, second] = this.momentsOf(local);
    if (second !== undefined && isDaylightSaving === undefined) {
      return { meterTime: local, quality: 'clock-ambiguous' };
    }
    const meterTs = isDaylightSaving ? first : (second ?? first);
    return meterTs === undefined ? { meterTime: local } : { meterTime: local, meterTs };
  }

  /** The moments, ms since 1970, at which a clock of this zone shows `local`: none, one or two, in order. */
  momentsOf(local: string): readonly number[] {
    const asUtc = Date.parse(`${local}Z`);
    if (Number.isNaN(asUtc)) return [];
    const offsets = new Set([asUtc - DAY, asUtc + DAY].map((near) => this.#offsetAt(near)));
    return [...offsets]
      .map((offset) => asUtc - offset)
      .filter((ts) => ts + this.#offsetAt(ts) === asUtc)
      .sort((one, other) => one - other);
  }

  /** What a clock of this zone shows at a moment, `2026-01-30T04:34:19`. */
  localTime(ts: number): string {
    return new Date(ts + this.#offsetAt(ts)).toISOString().slice(0, 19);
  }

  /** ms that the zone's clocks are ahead of UTC at a moment. */
  #offsetAt(ts: number): number {
    const parts = this.#format.formatToParts(ts);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((candidate) => candidate.type === type)?.value);
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
    );
    return local - Math.floor(ts / MINUTE) * MINUTE;
  }
}

/** What a clock of a zone shows at a moment, `2026-01-30T04:34:19`; of the gateway's own where none is known. */
export function localTime(ts: number, timezone: TimeZone | undefined): string {
  const offset = -new Date(ts).getTimezoneOffset() * MINUTE;
  return timezone?.localTime(ts) ?? new Date(ts + offset).toISOString().slice(0, 19);
}
