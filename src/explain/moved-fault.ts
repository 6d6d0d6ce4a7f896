import { FrameError } from '../octets';

/** A fault in a part of `octets` that begins at `start`, as one in `octets`. */
export function movedFault(fault: FrameError, octets: Uint8Array, start: number): FrameError {
  return new FrameError(fault.code, fault.message, octets, start + fault.offset);
}
