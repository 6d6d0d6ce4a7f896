import type { DlmsClient } from '../client';
import type { Directory, Meter } from '../link';
import type { MeterKeys } from '../meters';
import type { ExecutedIds } from '../store';
import type { MeterCatalogue, MeterClock, Reading, TimeZone } from '../telemetry';
import type { PolicyHost } from './policy';

/** What commands need of their gateway. */
export interface CommandHost extends PolicyHost {
  /** What it remembers is known. Never rejects. */
  readonly ready: Promise<void>;
  /** `{gw}` in topics. */
  readonly id: string;
  readonly topicPrefix: string;
  readonly directory: Directory;
  readonly executed: ExecutedIds;
  readonly currency: string;
  /** Where the audit is kept; undefined: nowhere. */
  readonly folder: string | undefined;
  /** ms between two looks at a relay that was switched. */
  readonly lookEvery: number;
  dlmsClient(meter: Meter): DlmsClient | undefined;
  /**
   * The secrets of a meter; undefined where it has none of its own.
   * @throws TypeError where they cannot be read.
   */
  keysOf(meterId: string): MeterKeys | undefined;
  timezoneOf(meterId: string): TimeZone | undefined;
  /** How a meter keeps its time. */
  clockOf(meterId: string): MeterClock;
  /** What the objects of a meter are called, and how their numbers are scaled. */
  catalogueOf(meterId: string): MeterCatalogue;
  /** Readings at the primary side of the transformers before their meters. */
  primary(readings: readonly Reading[]): readonly Reading[];
}
