import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Row } from '../client';

/** How far a profile of a meter has been given out. Times are the meter's own: ms since 1970 as if they were UTC. */
export interface ProfileMark {
  /** Of the newest row that was given; 0 where none was. */
  readonly last: number;
  /** The rows that were given of the last two hours before it. */
  readonly recent: readonly RowMark[];
  /** ms since 1970 when all that there was had been read. */
  readonly readAt: number;
}

/** A row's time and a digest of it. */
type RowMark = readonly [time: number, digest: string];

export interface TimedRow {
  readonly row: Row;
  readonly time: number;
}

/**
 * What is read again each time: in an hour that comes twice, or after a clock was set back, a time alone does not
 * tell a row that was given from one that was not.
 */
export const OVERLAP = 2 * 3_600_000;
const DIGEST_LENGTH = 10;
/** Rows of two hours, one in ten seconds. */
const MAX_RECENT = 720;

const MARK = z.object({
  last: z.number(),
  recent: z.array(z.tuple([z.number(), z.string()])).max(MAX_RECENT),
  readAt: z.number(),
});

/** A mark as it was stored; undefined where it is none. */
export function profileMark(stored: unknown): ProfileMark | undefined {
  return MARK.safeParse(stored).data;
}

/** Tells, over one read of a profile, which rows have been given already: as often as they were. */
export class FreshRows {
  readonly #clockColumn: number;
  /** A row that is later than this has a time that is none. */
  readonly #latest: number;
  readonly #given = new Map<string, number>();
  #mark: ProfileMark | undefined;

  constructor(mark: ProfileMark | undefined, clockColumn: number, latest: number) {
    this.#mark = mark;
    this.#clockColumn = clockColumn;
    this.#latest = latest;
    for (const [, digest] of mark?.recent ?? []) {
      this.#given.set(digest, (this.#given.get(digest) ?? 0) + 1);
    }
  }

  /** Which of the next rows are to be given, in the order of the rows. */
  take(rows: readonly TimedRow[]): readonly boolean[] {
    const oldest = this.#mark === undefined ? -Infinity : this.#mark.last - OVERLAP;
    return rows.map(({ row, time }) => {
      if (time < oldest) return false;
      const digest = this.#digestOf(row, time);
      const times = this.#given.get(digest) ?? 0;
      if (times > 0) this.#given.set(digest, times - 1);
      return times === 0;
    });
  }

  /** The mark behind rows that have been given. */
  after(rows: readonly TimedRow[], readAt: number): ProfileMark {
    const times = rows.map(({ time }) => time).filter((time) => time <= this.#latest);
    const before = this.#mark;
    const last = times.reduce((one, other) => Math.max(one, other), before?.last ?? 0);
    const fresh = rows.map(({ row, time }): RowMark => [time, this.#digestOf(row, time)]);
    const recent = [...(before?.recent ?? []), ...fresh].filter(([time]) => time >= last - OVERLAP);
    this.#mark = { last, recent: recent.slice(-MAX_RECENT), readAt };
    return this.#mark;
  }

  /** Of the clock only the time: where it is left out and filled in, deviation and status may be others. */
  #digestOf(row: Row, time: number): string {
    const others = row.filter((_, column) => column !== this.#clockColumn);
    const text = JSON.stringify([time, others]);
    return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
  }
}
