import { type Content, contentOfOctets, type Effect, NO_FRAME } from '../content';
import { Failure, type FailureCode } from './failure';

/** Leave to send what is more than a read. */
export interface Permit {
  /**
   * Called when octets are about to leave, each time.
   * @throws Failure where the permit is not for this content, or holds no longer.
   */
  use(content: Content): void;
}

/** Octets that are remembered: more than any frame needs that switches something. */
const REMEMBERED = 1_024;

const REFUSALS: Readonly<Record<Effect, FailureCode>> = {
  read: 'invalid-request',
  write: 'write-disabled',
  act: 'relay-disabled',
  forbidden: 'write-disabled',
};

/**
 * What may leave a link: what only reads, and what a permit is for. A frame that goes out in pieces is seen
 * as soon as the last of them would leave, also where reads go out between them.
 */
export class Outlet {
  /** What has left since something did that is no frame; the first is never cut, which would change it. */
  #pieces: readonly Uint8Array[] = [];

  /**
   * Judges the octets by themselves, but for those that only their sender can tell the content of.
   * @throws Failure
   */
  admit(octets: Uint8Array, permit: Permit | undefined, told?: Content): void {
    const content = told ?? contentOfOctets(octets);
    check(content, permit);
    if (told || content.effect !== 'read') {
      this.#pieces = [];
    } else if (content === NO_FRAME || this.#pieces.length > 0) {
      const pieces = [...this.#pieces, octets];
      if (pieces.length > 1) check(contentOfOctets(Buffer.concat(pieces)), permit);
      this.#pieces = latest(pieces);
    }
  }
}

/** As many as are remembered. */
function latest(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  let length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return pieces.filter((piece) => {
    const isKept = length <= REMEMBERED;
    length -= piece.length;
    return isKept;
  });
}

/**
 * Refuses what would never leave without a permit, before it has waited for its turn.
 * @throws Failure
 */
export function refuseMoreThanReads(octets: Uint8Array): void {
  check(contentOfOctets(octets), undefined);
}

function check(content: Content, permit: Permit | undefined): void {
  if (content.effect === 'read') return;
  if (permit) permit.use(content);
  else throw new Failure(REFUSALS[content.effect], `not allowed: ${content.what}`);
}
