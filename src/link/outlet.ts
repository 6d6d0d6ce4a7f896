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

/** Octets of no frame that are remembered: more than any frame needs that switches something. */
const REMEMBERED = 1_024;

const REFUSALS: Readonly<Record<Effect, FailureCode>> = {
  read: 'invalid-request',
  write: 'write-disabled',
  act: 'relay-disabled',
  forbidden: 'write-disabled',
};

/**
 * What may leave a link: what only reads, and what a permit is for. A frame that goes out in pieces is seen
 * as soon as the last of them would leave.
 */
export class Outlet {
  #pieces: Uint8Array = new Uint8Array();

  /**
   * Judges the octets by themselves, but for those that only their sender can tell the content of.
   * @throws Failure
   */
  admit(octets: Uint8Array, permit: Permit | undefined, told?: Content): void {
    const content = told ?? contentOfOctets(octets);
    if (content !== NO_FRAME) {
      check(content, permit);
      this.#pieces = new Uint8Array();
      return;
    }
    const line = Buffer.concat([this.#pieces, octets]);
    if (this.#pieces.length > 0) check(contentOfOctets(line), permit);
    this.#pieces = line.subarray(-REMEMBERED);
  }
}

function check(content: Content, permit: Permit | undefined): void {
  if (content.effect === 'read') return;
  if (permit) permit.use(content);
  else throw new Failure(REFUSALS[content.effect], `not allowed: ${content.what}`);
}
