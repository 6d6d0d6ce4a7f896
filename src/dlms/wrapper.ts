import { OctetReader, OctetWriter } from '../octets';

/** WPDU: an APDU over TCP or UDP (IEC 62056-4-7, 5). */
export interface Wpdu {
  /** Always 1. */
  readonly version: number;
  /** Wrapper port of the sender: 1 is the management logical device, 16 the public client. */
  readonly source: number;
  readonly destination: number;
  /** Octets of the payload. */
  readonly length: number;
  readonly payload: Uint8Array;
}

const WRAPPER_VERSION = 1;

/**
 * One wrapper frame, the whole of `octets`; the payload is a view on them.
 * @throws FrameError `start` for another version, `truncated` or `end` where the length is not that of the
 * payload.
 */
export function decodeWrapper(octets: Uint8Array): Wpdu {
  const reader = new OctetReader(octets);
  const version = reader.u16();
  if (version !== WRAPPER_VERSION) reader.fail('start', `version ${version} of the wrapper`, 0);
  const [source, destination] = [reader.u16(), reader.u16()];
  const length = reader.u16();
  const payload = reader.take(length);
  reader.expectEnd();
  return { version, source, destination, length, payload };
}

/** @throws RangeError where a port or the length has more than 16 bits. */
export function encodeWrapper(frame: Pick<Wpdu, 'source' | 'destination' | 'payload'>): Uint8Array {
  return new OctetWriter()
    .u16(WRAPPER_VERSION)
    .u16(frame.source)
    .u16(frame.destination)
    .u16(frame.payload.length)
    .octets(frame.payload)
    .finish();
}
