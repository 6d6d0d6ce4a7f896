import type { Source } from '../telemetry';
import type { Link } from './link';

export type MeterState = 'online' | 'unknown' | 'offline';

/** A device with an id, and how it can be reached now. */
export interface Meter {
  readonly id: string;
  /** What the meter calls itself on the line: mostly the id, and the id while it is not known. */
  readonly address: string;
  readonly protocol: Source;
  /** Undefined while the meter is not dialled in. */
  readonly link: Link | undefined;
  readonly state: MeterState;
  /** Rises with every change of state or link, also over restarts. */
  readonly epoch: number;
  /** ms since 1970 of its last valid frame. */
  readonly lastSeen: number;
  /** What clients learned about the meter: scales, the form of dialogue that it answers. */
  readonly memory: Map<string, unknown>;
}

export type MeterEvent =
  | 'meter_connected'
  | 'meter_reconnected'
  | 'meter_disconnected'
  /** Another device dials in again and again under the same id. */
  | 'duplicate_meter_id';

/** What is known of a meter from an earlier run. */
export type FormerMeter = Pick<
  Meter,
  'id' | 'address' | 'protocol' | 'state' | 'epoch' | 'lastSeen'
>;

/** What a frame says about its sender. */
export interface Introduction {
  readonly id: string;
  /** What the meter calls itself on the line; undefined: the frame does not tell. */
  readonly address?: string | undefined;
  /** Undefined: the frame does not tell. */
  readonly protocol?: Source | undefined;
}
