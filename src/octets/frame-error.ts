import { toHex } from './hex';

/** Why octets were refused. Stable words: flows and tests compare them. */
export type FrameErrorCode =
  | 'truncated' // the octets end before the structure does
  | 'start' // no start octet or header where one must be
  | 'length' // a length field contradicts what it measures
  | 'checksum'
  | 'end' // no end octet, or octets left over
  | 'tag' // an unknown tag or choice
  | 'range' // a value outside its permitted range
  | 'depth' // nested deeper than any meter does
  | 'bcd' // a digit that is not 0 to 9
  | 'unsupported' // known to the standard, but not decoded here
  | 'authentication-failed' // a wrong tag or proof: forged, altered, or of other keys
  | 'security'; // replayed, plain, weaker protected than agreed, or not to be verified

/** Octets that are not what they should be. Thrown by every decoder, and nothing else is. */
export class FrameError extends Error {
  readonly code: FrameErrorCode;
  /** Where in `octets` the fault shows, counted from 0. */
  readonly offset: number;
  /** What was being decoded. */
  readonly octets: Uint8Array;

  constructor(code: FrameErrorCode, message: string, octets: Uint8Array, offset = 0) {
    super(message);
    this.name = 'FrameError';
    this.code = code;
    this.offset = offset;
    this.octets = octets;
  }

  /** The refused octets as lower-case hex. */
  get hex(): string {
    return toHex(this.octets);
  }
}
