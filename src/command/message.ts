import type { Publication } from '../telemetry';
import type { Channel } from './options';
import type { CommandRequest } from './request';
import type { CommandResponse } from './response';

/** A command as it came in. */
export interface CommandMessage {
  readonly channel: Channel;
  readonly meterId: string;
  /** Octets, text or an object. */
  readonly payload: unknown;
  /** The broker had kept it: nobody knows since when. */
  readonly retained: boolean;
  /** ms since 1970: afterwards the broker would not have delivered it any more (MQTT 5, 3.3.2.3.3). */
  readonly until?: number;
}

/** Whoever brings commands, and gets what is to be published of them. */
export interface Bearer {
  /** The same after a restart. */
  readonly id: string;
  /** ms to wait for one answer of a meter. */
  readonly timeout: number;
  audit(publication: Publication): void;
  /** The answer to a command that an earlier process took. */
  deliver(meterId: string, response: CommandResponse): void;
}

/** After what time nothing is begun any more, by its sender or by its message; Infinity: neither says. */
export function deadlineOf(
  { until = Number.POSITIVE_INFINITY }: CommandMessage,
  { expiresAt = Number.POSITIVE_INFINITY }: CommandRequest,
): number {
  return Math.min(until, expiresAt);
}
