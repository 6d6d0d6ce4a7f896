import { localTime, type TimeZone } from '../telemetry/time-zone';

/** ms of a day between which something is expected, on some days of the week, 0 being Sunday. */
interface Window {
  readonly days: ReadonlySet<number>;
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WINDOW = /^(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$/;
/** Silence for longer than this is not measured more exactly. */
const LONGEST = 400 * DAY;

/** Hours in which readings are expected. In the night of a clock change they are off by the hour changed. */
export class WorkingHours {
  readonly #windows: readonly Window[];

  /**
   * Reads `mon-fri 08:00-17:00`, several of them separated by commas; without days, every day.
   * @throws RangeError for other text.
   */
  constructor(text: string) {
    this.#windows = text.split(',').map((part) => windowIn(part.trim().toLowerCase()));
  }

  /** How many of the ms between two moments, in ms since 1970, are working hours of a zone. */
  between(from: number, to: number, timezone: TimeZone | undefined): number {
    const end = asUtc(to, timezone);
    const begin = Math.max(asUtc(from, timezone), end - LONGEST);
    let working = 0;
    for (let day = Math.floor(begin / DAY); day * DAY < end; day++) {
      for (const window of this.#windows) {
        if (!window.days.has(weekday(day))) continue;
        const opens = Math.max(begin, day * DAY + window.from);
        working += Math.max(0, Math.min(end, day * DAY + window.to) - opens);
      }
    }
    return working;
  }
}

/** What a clock of the zone shows, as if it were UTC. */
function asUtc(ts: number, timezone: TimeZone | undefined): number {
  return Date.parse(`${localTime(ts, timezone)}Z`);
}

function weekday(day: number): number {
  // 1 January 1970 was a Thursday.
  return (day + 4) % 7;
}

function windowIn(text: string): Window {
  const [, first = 'sun', last = WINDOW.exec(text)?.[1] ?? 'sat', ...clock] =
    WINDOW.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = clock.map(Number);
  const from = minutes(fromHour, fromMinute);
  const to = minutes(toHour, toMinute);
  if (!DAYS.includes(first) || !DAYS.includes(last) || !(from < to)) {
    throw new RangeError(`"${text}" is not like mon-fri 08:00-17:00`);
  }
  return { days: daysFrom(DAYS.indexOf(first), DAYS.indexOf(last)), from, to };
}

function minutes(hour = Number.NaN, minute = Number.NaN): number {
  const time = (hour * 60 + minute) * MINUTE;
  return minute < 60 && time <= DAY ? time : Number.NaN;
}

function daysFrom(first: number, last: number): ReadonlySet<number> {
  const count = ((last - first + 7) % 7) + 1;
  return new Set(Array.from({ length: count }, (_, index) => (first + index) % 7));
}
