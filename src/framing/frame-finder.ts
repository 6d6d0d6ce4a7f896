import { ApduWalker } from './apdu/apdu-walker';
import { APDU_SHAPES } from './apdu/service-shapes';
import { dlt645Length } from './dlt645-length';
import { hdlcLength } from './hdlc-length';
import { heartbeatLength } from './heartbeat-length';
import { wrapperLength } from './wrapper-length';

export type FrameKind = 'heartbeat' | 'wrapper' | 'apdu' | 'hdlc' | 'dlt645';
export type Protocol = 'dlt645' | 'dlms' | 'heartbeat';

/** A frame that begins, and its length; if that is more than there is, so many octets tell more. */
export interface Found {
  readonly kind: FrameKind;
  readonly length: number;
}

/** First octets of frames: wrapper and heartbeat, HDLC, DL/T 645, and the tags of APDUs. */
const FIRST_OCTETS: ReadonlySet<number> = new Set([0x00, 0x7e, 0x68, ...APDU_SHAPES.keys()]);

/** Whether a frame of any kind can begin with this octet: the quick answer for noise. */
export function mayBegin(octet: number): boolean {
  return FIRST_OCTETS.has(octet);
}

/** Steps that are free for any bare APDU: some fifty values. */
const FREE_STEPS = 256;
const STEPS_PER_OCTET = 4;

/**
 * Says which frame begins where the stream stands. No two kinds share a beginning, but heartbeats come in a
 * wrapper and are asked about first.
 *
 * Only a bare APDU takes more work than its octets, when its walk fails far behind its start and the octets
 * in between hold other starts. The steps of such a walk are a debt, paid off by the octets that pass; until
 * then a walk gets only the free steps. So the work stays linear, whatever the octets are.
 */
export class FrameFinder {
  readonly #maxFrame: number;
  readonly #walker: ApduWalker;
  readonly #measures = new Map<FrameKind, (octets: Uint8Array) => number>();
  #debt = 0;

  constructor(protocols: ReadonlySet<Protocol>, maxFrame: number) {
    this.#maxFrame = maxFrame;
    this.#walker = new ApduWalker(maxFrame);
    if (protocols.has('heartbeat')) this.#measures.set('heartbeat', heartbeatLength);
    if (protocols.has('dlms')) {
      this.#measures.set('wrapper', wrapperLength);
      this.#measures.set('apdu', (octets) => this.#walker.measure(octets));
      this.#measures.set('hdlc', hdlcLength);
    }
    if (protocols.has('dlt645')) this.#measures.set('dlt645', dlt645Length);
  }

  /** The frame that `octets` begin with; while it comes in, call with all its octets so far. */
  find(octets: Uint8Array): Found | undefined {
    for (const [kind, measure] of this.#measures) {
      const length = measure(octets);
      if (length > 0 && length <= this.#maxFrame) return { kind, length };
    }
    return undefined;
  }

  /** The same where no octet will follow: only a frame that is whole, if need be without optional parts. */
  findWhole(octets: Uint8Array): Found | undefined {
    const found = this.find(octets);
    if (found === undefined || found.length <= octets.length) return found;
    const enough = found.kind === 'apdu' && this.#walker.enough === octets.length;
    return enough ? { kind: 'apdu', length: octets.length } : undefined;
  }

  /** The frame that was found is taken; `octets` is how many the stream goes on. */
  accept(octets: number): void {
    this.moveOn(0, octets);
  }

  /** No frame begins here: the stream goes on by one octet. */
  refuse(): void {
    this.moveOn(Math.max(0, this.#walker.spent - FREE_STEPS), 1);
  }

  private moveOn(owed: number, octets: number): void {
    this.#debt = Math.max(0, this.#debt + owed - octets * STEPS_PER_OCTET);
    this.#walker.restart(this.#debt > 0 ? FREE_STEPS : Number.POSITIVE_INFINITY);
  }
}
