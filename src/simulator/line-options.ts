import type { Pace } from './paced-writer';

/** How a meter's modem and its connection behave, for every kind of meter. All times are milliseconds. */
export interface LineOptions extends Pace {
  /** From a request to its answer. */
  readonly delay?: number;
  /** Between greetings (heartbeat, registration text); 30,000 unless given, 0 for only one. */
  readonly heartbeatEvery?: number;
  /** Between pushes; none unless given. */
  readonly pushEvery?: number;
  /** Between two small moves of the values; they stand still unless given. */
  readonly moveEvery?: number;
  /** Silent from the start, see `SimulatedMeter.silence`. */
  readonly silent?: Silence;
  /** Noise in front of every answer: so many random octets, or these in hex. */
  readonly noise?: number | string;
  /** This comes right before each answer in the same segment, as it happens on a busy link. */
  readonly glue?: 'greeting' | 'push';
  /** Every nth answer gets lost. */
  readonly loseEvery?: number;
  /** The connection is closed after so many answers. */
  readonly dropAfter?: number;
  /** From the end of a connection to the next dial-in; 5,000 unless given, `false` for never. */
  readonly redial?: number | false;
  /** The most that chance adds to `redial`; 1,000 unless given. */
  readonly jitter?: number;
  /** The address it dials from. */
  readonly localAddress?: string;
}

/** `true`: it does not answer, but heartbeats and pushes go on. `all`: it sends nothing whatever. */
export type Silence = boolean | 'all';
