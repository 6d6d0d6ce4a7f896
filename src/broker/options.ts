import type { User } from './users';

/** Bounds that keep one client from harming others. Sizes in octets, times in milliseconds. */
export interface Limits {
  /** Largest PUBLISH, topic and payload together. */
  readonly maxPacket: number;
  /** Connections at a time, whether or not they have said who they are. */
  readonly maxConnections: number;
  /** Subscriptions of one client. */
  readonly maxFilters: number;
  /** What may wait for one subscriber to read it; one with more is cut. */
  readonly maxBacklog: number;
  readonly maxSessions: number;
  readonly maxQueued: number;
  readonly maxRetained: number;
  /** In which the CONNECT must have come. */
  readonly connectTimeout: number;
  /** After which a subscriber that reads nothing is cut. */
  readonly drainTimeout: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxPacket: 1_048_576,
  maxConnections: 1_000,
  maxFilters: 10_000,
  maxBacklog: 8 * 1_048_576,
  maxSessions: 100,
  maxQueued: 1_000,
  maxRetained: 100_000,
  connectTimeout: 10_000,
  drainTimeout: 10_000,
};

export interface BrokerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 1883; 0 lets the system choose. */
  readonly port?: number;
  /** Port for MQTT over WebSocket; absent: none. 0 lets the system choose. */
  readonly webSocketPort?: number;
  /** Origins whose pages may use the WebSocket; absent: all, since it needs a user anyway. */
  readonly origins?: readonly string[];
  readonly users?: readonly User[];
  /** Refuses anonymous clients from this machine too. Default false. */
  readonly requireAuthentication?: boolean;
  /** Default false; true where relay control is set to `both`. */
  readonly anonymousMayAct?: boolean;
  /** Of all topics; default `ivy/v1`. */
  readonly prefix?: string;
  readonly limits?: Partial<Limits>;
  /** Takes a line for the log at a time; lines of one kind come at most once a minute. */
  readonly log?: (line: string) => void;
}
