import { FrameStream } from '../../src/framing';
import { Failure, type Link } from '../../src/link';

/** Octets before an acknowledgement among which a frame may have begun: more than any request needs. */
const REMEMBERED = 1_024;

/**
 * Writes acknowledgements to meters. Whatever is a frame of a meter protocol could be a request, and could
 * switch a relay: it is refused, in one message or spread over several.
 */
export class Acknowledgements {
  readonly #written = new WeakMap<Link, Uint8Array>();

  /** @throws Failure `not-supported` where a frame would reach the meter. */
  write(link: Link, octets: Uint8Array): void {
    const before = this.#written.get(link) ?? new Uint8Array();
    const line = Buffer.concat([before, octets]);
    if (holdsFrame(octets) || holdsFrame(line)) {
      throw new Failure('not-supported', 'the acknowledgement holds a frame of DL/T 645 or DLMS');
    }
    this.#written.set(link, line.subarray(-REMEMBERED));
    link.write(octets);
  }
}

function holdsFrame(octets: Uint8Array): boolean {
  const stream = new FrameStream();
  const items = [...stream.push(octets), ...stream.expire()];
  return items.some(({ kind }) => kind !== 'unknown' && kind !== 'heartbeat');
}
