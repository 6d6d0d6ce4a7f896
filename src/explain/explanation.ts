import type { FrameError } from '../octets';

/** Some octets of a frame, and what they mean. */
export interface Field {
  /** Counted from the frame's first octet. */
  readonly offset: number;
  /** As sent. */
  readonly octets: Uint8Array;
  /** The standard's term. */
  readonly name: string;
  /** What they say, in words; empty where the name says it all. */
  readonly meaning: string;
  /** How many structures it lies in. */
  readonly depth: number;
  /** Key material, which is never shown. */
  readonly secret?: true;
}

export type Protocol = 'dlt645' | 'dlms' | 'heartbeat';
export type FrameKind = 'dlt645' | 'wrapper' | 'hdlc' | 'apdu' | 'data' | 'heartbeat';

/** A frame explained: its fields are all its octets, each once and in order. */
export interface Explanation {
  readonly kind: FrameKind;
  /** The whole in one line. */
  readonly summary: string;
  readonly fields: readonly Field[];
  /** What a person should know beside the fields: what was overlooked, which key is missing. */
  readonly notes: readonly string[];
  /** What only shows when the frame is opened: deciphered, or put together from its parts. */
  readonly inside: readonly Explanation[];
  /** What the codec makes of the frame. */
  readonly decoded?: object;
  /** Why the frame could not be decoded; then its last fields are octets without a meaning. */
  readonly fault?: FrameError;
}

const PROTOCOLS: Readonly<Record<FrameKind, Protocol>> = {
  dlt645: 'dlt645',
  wrapper: 'dlms',
  hdlc: 'dlms',
  apdu: 'dlms',
  data: 'dlms',
  heartbeat: 'heartbeat',
};

export function protocolOf({ kind }: Pick<Explanation, 'kind'>): Protocol {
  return PROTOCOLS[kind];
}

/** The first fault of an explanation or of what is inside it. */
export function faultOf({ fault, inside }: Explanation): FrameError | undefined {
  return fault ?? inside.map(faultOf).find((found) => found !== undefined);
}
