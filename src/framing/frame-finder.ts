import { ApduWalker } from './apdu/apdu-walker';
import { APDU_SHAPES } from './apdu/service-shapes';
import { dlt645Claim, dlt645Length } from './dlt645-length';
import { hdlcClaim, hdlcLength } from './hdlc-length';
import { heartbeatLength } from './heartbeat-length';
import type { Measure } from './measure';
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

/** A refused bare APDU costs nothing up to so many steps, some ten values; then an octet for every four. */
const FREE_STEPS = 64;
const STEPS_PER_OCTET = 4;

/**
 * Says which frame begins where the stream stands. No two kinds share a beginning, but heartbeats come in a
 * wrapper and are asked about first.
 *
 * A bare APDU has neither a start nor a check of its own, and is not looked for everywhere. Not in what a
 * damaged HDLC or DL/T 645 frame claims, where it would be a part that escaped the check. And not for a while
 * after a long walk was in vain, so that the work stays linear, whatever the octets are.
 */
export class FrameFinder {
  readonly #maxFrame: number;
  readonly #walker: ApduWalker;
  readonly #measures = new Map<FrameKind, Measure>();
  /** Octets ahead among which no bare APDU is looked for. */
  #shunned = 0;
  /** How many they would be if the octets that were just looked at are refused. */
  #doubtful = 0;

  constructor(protocols: ReadonlySet<Protocol>, maxFrame: number) {
    this.#maxFrame = maxFrame;
    this.#walker = new ApduWalker(maxFrame);
    if (protocols.has('heartbeat')) this.#measures.set('heartbeat', heartbeatLength);
    if (protocols.has('dlms')) {
      this.#measures.set('wrapper', wrapperLength);
      this.#measures.set('apdu', (octets) => this.apduLength(octets));
      this.#measures.set('hdlc', hdlcLength);
    }
    if (protocols.has('dlt645')) this.#measures.set('dlt645', dlt645Length);
  }

  /**
   * The frame that `octets` begin with; while it comes in, call with all its octets so far. Where they have
   * `ended`, it is a whole one, if need be without what is optional.
   */
  find(octets: Uint8Array, ended: boolean): Found | undefined {
    const found = this.begun(octets);
    if (found !== undefined && (!ended || found.length <= octets.length)) return found;
    if (found?.kind === 'apdu' && this.#walker.enough === octets.length) {
      return { kind: 'apdu', length: octets.length };
    }
    this.#doubtful = this.doubtAbout(octets);
    return undefined;
  }

  /** The stream goes on by so many octets. */
  pass(octets: number): void {
    this.#shunned = Math.max(0, this.#shunned - octets);
    this.#doubtful = 0;
    this.#walker.restart();
  }

  /** The stream goes on by one octet that was found to begin nothing. */
  refuse(): void {
    this.#shunned = Math.max(this.#shunned, this.#doubtful);
    this.pass(1);
  }

  /** The stream begins anew. */
  reset(): void {
    this.#shunned = 0;
    this.pass(0);
  }

  private begun(octets: Uint8Array): Found | undefined {
    for (const [kind, measure] of this.#measures) {
      const length = measure(octets);
      if (length > 0 && length <= this.#maxFrame) return { kind, length };
    }
    return undefined;
  }

  private apduLength(octets: Uint8Array): number {
    return this.#shunned > 0 ? 0 : this.#walker.measure(octets);
  }

  /** Among how many of these octets no bare APDU is to be looked for, given that they begin no frame. */
  private doubtAbout(octets: Uint8Array): number {
    const walked = Math.ceil((this.#walker.spent - FREE_STEPS) / STEPS_PER_OCTET);
    return Math.max(walked, hdlcClaim(octets), dlt645Claim(octets));
  }
}
